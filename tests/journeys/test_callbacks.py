"""What the gateway tells comes five times, out of order, early and late: one right end each."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.conf import settings as shop_settings

from apps.inventory.queries import availability_of
from apps.inventory.services import release_lapsed_holds
from apps.payments.models import GatewayCallback
from apps.shipping.models import CourierCallback
from shop.kernel.callbacks import read_again
from shop.kernel.identity import new_id
from tests.journeys.callbacks import messages_about, tell
from tests.journeys.shopper import APPROVED, ASKS, MUDDLED, eventually
from tests.together import at_once


@pytest.fixture
def tell_shop(live_server) -> Callable[[dict[str, Any]], int]:
    """The gateway's own door of the shop."""
    door = f"{live_server.url}/callbacks/payments/sandbox"
    return lambda message: tell(door, message, secret=shop_settings.SANDBOX_SECRET)


def charge_of(action: dict[str, str]) -> str:
    return action["page"].rpartition("/")[2]


def are_understood() -> bool:
    kinds = (GatewayCallback, CourierCallback)
    return not any(kind.objects.filter(due_at__isnull=False).exists() for kind in kinds)


def test_the_same_message_five_times_at_once_pays_once(shopper, sandbox, tell_shop):
    order = shopper.buys("TEA-1", 1, token=ASKS).json()
    asked = shopper.is_asked_to_act(order["id"])
    shopper.decides(asked, "approve")
    (approved,) = [
        one
        for one in messages_about(sandbox, charge_of(asked))
        if one["type"] == "charge.authorised"
    ]

    answers = at_once([partial(tell_shop, approved)] * 5)

    assert answers == [200] * 5
    shopper.sees(order["id"], state="delivered", payment_status="paid")
    assert shopper.payment(order["id"])["captured"] == order["total"]
    assert GatewayCallback.objects.filter(event_id=approved["id"]).count() == 1


def test_messages_in_the_wrong_order_pay_once(shopper):
    order = shopper.buys("TEA-1", 1, token=MUDDLED).json()

    shopper.sees(order["id"], state="delivered", payment_status="paid")
    assert shopper.payment(order["id"])["captured"] == order["total"]


def test_messages_turned_around_and_told_under_new_names_change_nothing_more(
    shopper, sandbox, tell_shop
):
    order = shopper.buys("TEA-1", 1, token=ASKS).json()
    asked = shopper.is_asked_to_act(order["id"])
    shopper.decides(asked, "approve")
    shopper.sees(order["id"], state="confirmed")
    told = messages_about(sandbox, charge_of(asked))

    for message in reversed(told):
        tell_shop({**message, "id": f"evt_{new_id().hex}"})

    eventually(are_understood)
    shopper.sees(order["id"], state="delivered", payment_status="paid")
    paid = shopper.payment(order["id"])
    assert (paid["captured"], paid["refunded"]) == (order["total"], "0.00")


def test_the_shop_knows_before_the_browser_returns_and_the_button_does_nothing_more(shopper):
    order = shopper.buys("TEA-1", 1).json()
    back = "https://shop.example/back"
    shopper.pays_by(order["id"], method="card", token=ASKS, return_url=back)
    asked = shopper.is_asked_to_act(order["id"])
    pressed = shopper.decides(asked, "approve")
    shopper.sees(order["id"], payment_status="paid")

    again = shopper.decides(asked, "approve")

    assert (pressed.status_code, pressed.headers["Location"]) == (303, back)
    assert again.status_code == 200
    assert shopper.payment(order["id"])["status"] == "succeeded"
    shopper.sees(order["id"], state="delivered", payment_status="paid")


def test_all_messages_read_again_at_once_change_nothing(shopper, sandbox):
    order = shopper.buys("TEA-1", 1, token=ASKS).json()
    asked = shopper.is_asked_to_act(order["id"])
    shopper.decides(asked, "approve")
    shopper.sees(order["id"], state="delivered", payment_status="paid")
    eventually(are_understood)
    kinds = (GatewayCallback, CourierCallback)
    told = [(kind, callback.pk) for kind in kinds for callback in kind.objects.all()]

    at_once([partial(read_again, *message) for message in told])

    eventually(are_understood)
    assert {kind for kind, _ in told} == set(kinds)
    assert {kind.objects.get(pk=pk).state for kind, pk in told} == {"understood"}
    shopper.sees(order["id"], state="delivered", payment_status="paid")
    paid = shopper.payment(order["id"])
    assert (paid["captured"], paid["refunded"]) == (order["total"], "0.00")


def test_a_message_after_the_hold_expired_gives_the_money_back(
    shopper, sandbox, tell_shop, settings
):
    settings.HOLD_LENGTH = timedelta(milliseconds=1)
    order = shopper.buys("TEA-1", 1).json()
    shopper.pays_by(order["id"], method="upi_collect", vpa="late@sandbox")
    asked = shopper.is_asked_to_act(order["id"])
    eventually(release_lapsed_holds)
    shopper.sees(order["id"], state="cancelled", cancel_reason="expired")
    captured = eventually(lambda: _captures(sandbox, charge_of(asked)))

    answers = at_once([partial(tell_shop, captured[0])] * 5)

    assert answers == [200] * 5
    shopper.sees(order["id"], state="cancelled", payment_status="refunded")
    assert availability_of(["TEA-1"])["TEA-1"] == 5


def _captures(sandbox, charge_id: str) -> list[dict[str, Any]]:
    told = messages_about(sandbox, charge_id)
    return [message for message in told if message["type"] == "charge.captured"]


def test_a_message_about_a_charge_of_nobody_is_put_aside(shopper, tell_shop):
    order = shopper.buys("TEA-1", 1, token=APPROVED).json()
    stranger = {"id": f"evt_{new_id().hex}", "type": "charge.captured", "data": {"id": "ch_none"}}

    assert tell_shop(stranger) == 200

    eventually(are_understood)
    shopper.sees(order["id"], state="delivered", payment_status="paid")
