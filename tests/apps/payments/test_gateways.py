import pytest

from apps.payments.gateways import SandboxGateway, payment_gateway
from apps.payments.rules import ChargeStatus
from shop.kernel.errors import Unreachable
from tests.apps.payments.gateway_conformance import GatewayConformance, authorised
from tests.shop.sandbox.calls import APPROVED, DECLINED, SLOW


class TestSandboxGateway(GatewayConformance):
    @pytest.fixture
    def gateway(self, sandbox):
        return SandboxGateway()

    @pytest.fixture
    def approving(self):
        return APPROVED

    @pytest.fixture
    def declining(self):
        return DECLINED


def test_the_settings_name_the_gateway(settings):
    settings.PAYMENT_GATEWAY = "apps.payments.gateways.SandboxGateway"

    assert isinstance(payment_gateway(), SandboxGateway)


def test_a_slow_bank_leaves_the_charge_processing(sandbox):
    assert authorised(SandboxGateway(), SLOW).status == ChargeStatus.PROCESSING


def test_a_wrong_secret_is_no_refusal_because_the_shop_can_mend_it(sandbox, settings):
    settings.SANDBOX_SECRET = "another"  # noqa: S105

    with pytest.raises(Unreachable, match="status 401"):
        authorised(SandboxGateway(), APPROVED)


def test_a_wrong_address_declines_nobody(sandbox, settings):
    settings.SANDBOX_URL = f"{sandbox.url}/somewhere/else"

    with pytest.raises(Unreachable, match="status 404"):
        authorised(SandboxGateway(), APPROVED)
