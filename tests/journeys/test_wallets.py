"""Money that the shop owes to buyers: it pays, and comes back."""

from datetime import timedelta
from decimal import Decimal
from functools import partial

from apps.inventory.queries import availability_of
from apps.inventory.services import release_lapsed_holds
from apps.orders.models import Order
from apps.payments.models import PaymentAttempt, Refund, RefundState
from apps.payments.queries import balance_of
from apps.payments.services import credit_wallet, refund_to_wallet
from shop.events.base import Money
from shop.kernel.identity import new_id
from shop.operations.verify import verified
from tests.journeys.shopper import APPROVED, eventually
from tests.together import at_once


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


def test_a_wallet_pays_and_gets_its_money_back(shopper):
    order = shopper.buys("TEA-1", 1).json()
    fill_wallet(order["id"], "20.00")

    paid = shopper.pays_by(order["id"], method="wallet").json()
    shopper.sees(order["id"], state="confirmed", payment_status="paid")
    shopper.cancels(order["id"])

    assert paid["status"] == "succeeded"
    shopper.sees(order["id"], state="cancelled", payment_status="refunded")
    assert in_wallet(order["id"]) == 20


def test_a_wallet_with_too_little_pays_nothing_and_a_card_does(shopper):
    order = shopper.buys("TEA-1", 1).json()
    fill_wallet(order["id"], "12.49")

    refused = shopper.pays_by(order["id"], method="wallet")
    shopper.pays(order["id"], APPROVED)

    assert refused.status_code == 409
    shopper.sees(order["id"], state="delivered", payment_status="paid")
    assert in_wallet(order["id"]) == Decimal("12.49")


def test_a_wallet_pays_a_part_and_a_card_the_rest_and_each_has_its_money_back(shopper):
    order = shopper.buys("TEA-1", 1).json()
    fill_wallet(order["id"], "20.00")

    shopper.pays_by(order["id"], method="card", token=APPROVED, wallet_amount="5.00")
    shopper.sees(order["id"], state="confirmed", payment_status="paid")
    paid = shopper.payment(order["id"])
    shopper.cancels(order["id"])

    assert [(one["method"], one["amount"]) for one in paid["attempts"]] == [
        ("wallet", "5.00"),
        ("card", "7.50"),
    ]
    shopper.sees(order["id"], state="cancelled", payment_status="refunded")
    assert in_wallet(order["id"]) == 20


def test_two_orders_at_once_spend_what_is_in_the_wallet_once(shopper):
    orders = [shopper.buys("TEA-1", 1).json()["id"] for _ in range(2)]
    fill_wallet(orders[0], "20.00")

    answers = at_once([partial(shopper.pays_by, one, method="wallet") for one in orders])

    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert in_wallet(orders[0]) == Decimal("7.50")


def test_what_the_gateway_will_not_give_back_goes_into_the_wallet(shopper, sandbox):
    order = shopper.buys("TEA-1", 1, token=APPROVED).json()
    shopper.sees(order["id"], state="confirmed")
    _somebody_gives_a_cent_back_by_hand(sandbox)
    shopper.cancels(order["id"])
    refused = eventually(lambda: Refund.objects.filter(state=RefundState.REFUSED).first())
    complaints = {finding.invariant for finding in verified().findings}

    refund_to_wallet(refund_id=refused.id)

    assert "captured money has an order or went back" in complaints
    shopper.sees(order["id"], state="cancelled", payment_status="refunded")
    assert in_wallet(order["id"]) == Decimal("12.50")


def _somebody_gives_a_cent_back_by_hand(sandbox) -> None:
    charge_id = PaymentAttempt.objects.get().gateway_id
    with sandbox.client() as gateway:
        gateway.post(
            f"/gateway/charges/{charge_id}/refunds",
            json={"amount": "0.01"},
            headers={"Idempotency-Key": str(new_id())},
        ).raise_for_status()


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


def _state_in(shopper, order_id: str, states: set[str]) -> str:
    release_lapsed_holds()
    state = str(shopper.order(order_id)["state"])
    return state if state in states else ""
