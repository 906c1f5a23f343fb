from datetime import timedelta
from decimal import Decimal

import pytest

from apps.payments.gateways import (
    SandboxGateway,
    SettlingGateway,
    gateway_named,
    settling_gateways,
)
from apps.payments.gateways.soap import SandboxSoapGateway
from apps.payments.rules import ChargeStatus, Instrument, Method, Statement
from shop.kernel.errors import Unreachable
from shop.kernel.outside import Refused
from tests.apps.payments.gateway_conformance import (
    PART,
    GatewayConformance,
    UpiConformance,
    authorised,
    captured,
)
from tests.apps.payments.story import card
from tests.shop.sandbox.calls import APPROVED, ASKS, DECLINED, SLOW, decide


class SandboxConformance(GatewayConformance, UpiConformance):
    """Whichever door of the sandbox the gateway has, behind it are the same cards and buyers."""

    @pytest.fixture
    def approving(self):
        return card(APPROVED)

    @pytest.fixture
    def declining(self):
        return card(DECLINED)

    @pytest.fixture
    def unknown(self):
        return card("tok_nobody_knows")

    @pytest.fixture
    def asking(self):
        return card(ASKS)

    @pytest.fixture
    def upi(self):
        return Instrument(method=Method.UPI_COLLECT, token="ada@sandbox")

    @pytest.fixture
    def expiring(self):
        return Instrument(method=Method.UPI_COLLECT, token="expired@sandbox")

    @pytest.fixture
    def approve(self):
        return lambda charge: decide(charge.action.page, "approve")

    @pytest.fixture
    def refuse(self):
        return lambda charge: decide(charge.action.page, "refuse")


class TestSandboxGateway(SandboxConformance):
    @pytest.fixture
    def gateway(self, sandbox):
        return SandboxGateway()

    def test_what_it_settled_is_told_once_from_each_place_on(self, gateway, approving):
        place = everything(gateway).place
        charge = captured(gateway, approving)
        gateway.refund(charge.id, amount=PART, key=f"{charge.id}:refund")

        told = gateway.settled(after=place)

        came, went = told.lines
        assert (came.charge_id, came.came, came.went) == (charge.id, Decimal("12.50"), 0)
        assert (went.charge_id, went.came, went.went) == (charge.id, 0, Decimal("4.00"))
        assert (came.currency, came.at.utcoffset()) == ("EUR", timedelta(0))
        assert gateway.settled(after=told.place) == Statement(lines=[], place=told.place)

    def test_what_came_by_another_door_is_settled_there(self, gateway, approving):
        place = everything(gateway).place
        captured(SandboxSoapGateway(), approving)

        assert gateway.settled(after=place).lines == []


def everything(gateway: SettlingGateway) -> Statement:
    told = gateway.settled(after="")
    while told.lines:
        told = gateway.settled(after=told.place)
    return told


class TestSandboxSoapGateway(SandboxConformance):
    @pytest.fixture
    def gateway(self, sandbox):
        return SandboxSoapGateway()


def test_the_settings_name_the_gateway(settings):
    settings.PAYMENT_GATEWAYS = {"other": "apps.payments.gateways.SandboxGateway"}

    assert isinstance(gateway_named("other"), SandboxGateway)
    with pytest.raises(Unreachable, match='names no "sandbox"'):
        gateway_named("sandbox")


def test_only_who_tells_of_settlements_is_asked_for_them(settings):
    settings.PAYMENT_GATEWAYS = {
        "sandbox": "apps.payments.gateways.SandboxGateway",
        "soap": "apps.payments.gateways.soap.SandboxSoapGateway",
    }

    assert settling_gateways() == ["sandbox"]


def test_a_slow_bank_leaves_the_charge_processing(sandbox):
    assert authorised(SandboxGateway(), card(SLOW)).status == ChargeStatus.PROCESSING


def test_a_wrong_secret_is_no_refusal_because_the_shop_can_mend_it(sandbox, settings):
    settings.SANDBOX_SECRET = "another"  # noqa: S105

    with pytest.raises(Unreachable, match="status 401"):
        authorised(SandboxGateway(), card(APPROVED))


def test_a_wrong_address_declines_nobody(sandbox, settings):
    settings.SANDBOX_URL = f"{sandbox.url}/somewhere/else"

    with pytest.raises(Unreachable, match="status 404"):
        authorised(SandboxGateway(), card(APPROVED))


def test_a_upi_id_that_nobody_has_is_refused(sandbox):
    with pytest.raises(Refused):
        authorised(SandboxGateway(), Instrument(method=Method.UPI_COLLECT, token="nobody@sandbox"))
