import pytest

from apps.shipping.gateways import SandboxCourier, courier
from apps.shipping.rules import Recipient
from shop.kernel.errors import Unreachable
from tests.apps.shipping.courier_conformance import CourierConformance, booked

ADA = Recipient(
    name="Ada", line1="1 Quay", line2="", city="Porto", postal_code="4000", country="PT"
)
NOBODY = Recipient(
    name="Nobody", line1="1 Sea", line2="", city="Atlantis", postal_code="00000", country="PT"
)


class TestSandboxCourier(CourierConformance):
    @pytest.fixture
    def firm(self, sandbox):
        return SandboxCourier()

    @pytest.fixture
    def reachable(self):
        return ADA

    @pytest.fixture
    def unreachable(self):
        return NOBODY


def test_the_settings_name_the_courier(settings):
    settings.COURIER = "apps.shipping.gateways.SandboxCourier"

    assert isinstance(courier(), SandboxCourier)


def test_a_wrong_address_makes_nobody_undeliverable(sandbox, settings):
    settings.SANDBOX_URL = f"{sandbox.url}/somewhere/else"

    with pytest.raises(Unreachable, match="status 404"):
        booked(SandboxCourier(), ADA)
