"""Can the firms outside call us back, and do they?"""

import pytest

from shop.operations.doctor import outside
from tests.factories.payments import GatewayCallbackFactory, PaymentAttemptFactory
from tests.factories.shipping import CourierCallbackFactory

pytestmark = pytest.mark.django_db


def sentences(look):
    return [ailment.sentence for ailment in look()]


def test_money_without_any_message_of_the_gateway_is_suspicious():
    PaymentAttemptFactory(captured_all=True)
    alone = sentences(outside.callbacks_arrive)

    GatewayCallbackFactory()
    with_news = sentences(outside.callbacks_arrive)

    assert alone[0].startswith("1 payments came in")
    assert with_news == []


def test_the_address_that_the_gateway_needs_is_named(settings):
    PaymentAttemptFactory(captured_all=True)
    settings.SHOP_URL = "https://shop.example"

    (sandbox,) = outside.callbacks_arrive()
    settings.CALLBACK_SECRETS = {"payments/acme": ["s"], "shipping/acme": ["s"]}
    (acme,) = outside.callbacks_arrive()

    assert sandbox.remedy.endswith(" https://shop.example/callbacks/payments/sandbox")
    assert acme.remedy.endswith(" https://shop.example/callbacks/payments/acme")


def test_messages_that_are_all_about_somebody_else_are_suspicious():
    CourierCallbackFactory(ignored=True, note="The courier knows no shipment sh_1.")
    only_strange = sentences(outside.callbacks_are_about_us)

    CourierCallbackFactory(understood=True)
    some_ours = sentences(outside.callbacks_are_about_us)

    assert only_strange[0].startswith("shipping: all 1 messages that came within the last hour")
    assert only_strange[0].endswith("because: The courier knows no shipment sh_1.")
    assert some_ours == []


@pytest.mark.parametrize("door", ["acme", "pay/acme", "payments/Acme", "payments/a/b", "payments/"])
def test_a_secret_for_no_door_is_named(settings, door):
    settings.CALLBACK_SECRETS = {door: ["s"]}

    assert sentences(outside.doors_lead_somewhere) == [
        f"CALLBACK_SECRETS names {door}, which is no address of the shop."
    ]


@pytest.mark.parametrize("app", ["payments", "shipping", "suppliers"])
def test_a_door_needs_a_secret(settings, app):
    settings.CALLBACK_SECRETS = {f"{app}/acme": [""]}
    without = sentences(outside.doors_lead_somewhere)

    settings.CALLBACK_SECRETS = {f"{app}/acme": ["", "s"]}

    assert without == [f"CALLBACK_SECRETS has no secret for {app}/acme: what it sends is refused."]
    assert sentences(outside.doors_lead_somewhere) == []


def test_a_real_firm_needs_a_door(settings):
    at_first = sentences(outside.real_firms_may_call_back)
    settings.PAYMENT_GATEWAYS = {"acme": "acme.Gateway"}
    without = sentences(outside.real_firms_may_call_back)
    settings.CALLBACK_SECRETS = {"payments/acme": ["s"]}

    assert without[0].startswith('The gateway "acme" has no door')
    assert at_first == sentences(outside.real_firms_may_call_back) == []
