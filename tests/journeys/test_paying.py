"""All the ways to pay, from the outside, with a relay and a worker. Every way ends clean."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from functools import partial

import httpx
import pytest

from apps.inventory.queries import availability_of
from apps.inventory.services import release_lapsed_holds
from apps.orders.models import Order
from apps.payments.models import PaymentAttempt
from apps.payments.queries import balance_of
from apps.payments.services import credit_wallet
from shop.events.base import Money
from shop.kernel.identity import new_id
from shop.operations.verify import verified
from tests.apps.payments.story import at_once
from tests.journeys.shopper import APPROVED, Shopper, eventually

ASKS = "tok_4000000000003220"
MUDDLED = "tok_4000000000000267"


@pytest.fixture(autouse=True)
def _a_clean_shop_at_the_end(shopper: Shopper) -> Iterator[None]:
    yield
    eventually(lambda: not verified().findings, lambda: f"a clean shop: {verified().findings}")


def fill_wallet(order_id: str, amount: str) -> None:
    """The shop gives the buyer of the order so much."""
    credit_wallet(
        customer_id=Order.objects.get(pk=order_id).customer_id,
        amount=Money(amount=Decimal(amount), currency="EUR"),
        reason="goodwill",
        key=str(new_id()),
    )


def in_wallet(order_id: str) -> Decimal:
    customer_id = Order.objects.get(pk=order_id).customer_id
    return balance_of(customer_id, currency="EUR").amount


def decide(action: dict[str, str], decision: str) -> None:
    """The buyer presses a button of the gateway's page, and never comes back to the shop."""
    httpx.post(action["page"], data={"decision": decision}, trust_env=False)


@pytest.mark.parametrize("vpa", ["approve@sandbox", "repeated@sandbox", "stalled@sandbox"])
def test_upi_pays_when_the_buyer_approves_in_his_app(shopper, vpa):
    order = shopper.buys("TEA-1", 1).json()

    shopper.pays_by(order["id"], method="upi_collect", vpa=vpa)

    shopper.sees(order["id"], state="delivered", payment_status="paid")


def test_a_upi_link_is_approved_on_another_device(shopper):
    order = shopper.buys("TEA-1", 1).json()
    shopper.pays_by(order["id"], method="upi_intent")

    decide(shopper.is_asked_to_act(order["id"]), "approve")

    shopper.sees(order["id"], state="delivered", payment_status="paid")


def test_a_card_that_asks_is_approved_and_the_browser_never_returns(shopper):
    order = shopper.buys("TEA-1", 1, token=ASKS).json()

    decide(shopper.is_asked_to_act(order["id"]), "approve")

    shopper.sees(order["id"], state="delivered", payment_status="paid")


def test_who_refuses_pays_with_another_card(shopper):
    order = shopper.buys("TEA-1", 1, token=ASKS).json()
    decide(shopper.is_asked_to_act(order["id"]), "refuse")
    eventually(lambda: shopper.payment(order["id"])["decline_reason"] == "refused_by_buyer")

    shopper.pays(order["id"], APPROVED)

    shopper.sees(order["id"], state="delivered", payment_status="paid")


def test_messages_in_the_wrong_order_pay_once(shopper):
    order = shopper.buys("TEA-1", 1, token=MUDDLED).json()

    shopper.sees(order["id"], state="delivered", payment_status="paid")


def test_money_that_comes_after_the_time_goes_back_and_the_order_can_still_be_paid(shopper):
    order = shopper.buys("TEA-1", 1).json()
    shopper.pays_by(order["id"], method="upi_collect", vpa="late@sandbox")
    eventually(lambda: shopper.payment(order["id"])["refunded"] == "12.50")

    shopper.pays(order["id"], APPROVED)

    shopper.sees(order["id"], state="delivered")
    kept = shopper.payment(order["id"])
    assert (kept["captured"], kept["refunded"]) == ("25.00", "12.50")


def test_a_wallet_pays_and_gets_its_money_back(shopper):
    order = shopper.buys("TEA-1", 1).json()
    fill_wallet(order["id"], "20.00")

    paid = shopper.pays_by(order["id"], method="wallet").json()
    shopper.sees(order["id"], state="confirmed", payment_status="paid")
    shopper.cancels(order["id"])

    assert paid["status"] == "succeeded"
    shopper.sees(order["id"], state="cancelled", payment_status="refunded")
    assert in_wallet(order["id"]) == 20


def test_paying_from_the_wallet_while_the_hold_expires_loses_neither_goods_nor_money(
    shopper, settings
):
    settings.HOLD_LENGTH = timedelta(milliseconds=1)
    orders = [shopper.buys("TEA-1", 1).json()["id"] for _ in range(4)]
    fill_wallet(orders[0], "100.00")

    for order_id in orders:
        at_once([partial(shopper.pays_by, order_id, method="wallet"), release_lapsed_holds])

    ended = {"confirmed", "shipped", "delivered", "cancelled"}
    states = [eventually(lambda one=one: _state_in(shopper, one, ended)) for one in orders]
    sold = sum(state != "cancelled" for state in states)
    eventually(lambda: in_wallet(orders[0]) == 100 - sold * Decimal("12.50"))
    eventually(lambda: availability_of(["TEA-1"])["TEA-1"] == 5 - sold)
    assert PaymentAttempt.objects.filter(due_at__isnull=False).count() == 0


def _state_in(shopper: Shopper, order_id: str, states: set[str]) -> str:
    state = str(shopper.order(order_id)["state"])
    return state if state in states else ""
