"""What the gateway settled comes by itself, and agrees with the books until somebody meddles."""

from apps.payments.models import PaymentAttempt, SettlementFeed
from apps.payments.services import ask_for_settlements
from shop.operations.reconcile import match
from tests.journeys.shopper import APPROVED, eventually
from tests.shop.sandbox.calls import move


def settlements_come() -> None:
    ask_for_settlements(["sandbox"])
    eventually(lambda: SettlementFeed.objects.get().due_at is None)


def breaks_of(charge_id: str) -> list[str]:
    """The gateway is that of all journeys, so it knows of more than these books do."""
    return [one.kind for one in match() if one.subject == charge_id]


def test_a_purchase_agrees_and_a_refund_in_the_gateways_own_pages_is_found(shopper, sandbox):
    order = shopper.buys("TEA-1", 1, token=APPROVED).json()
    shopper.sees(order["id"], state="delivered", payment_status="paid")
    charge_id = PaymentAttempt.objects.get().gateway_id

    settlements_come()
    assert breaks_of(charge_id) == []

    with sandbox.client() as client:
        move(client, charge_id, "refunds", amount="0.01")
    settlements_come()
    assert breaks_of(charge_id) == ["refund_unknown_here"]
