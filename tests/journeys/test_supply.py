"""What runs low is bought by itself: proposed, approved by the rule, sent, acknowledged, received.

Over real HTTP, with the relay, a worker and a supplier of the sandbox.
"""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

import pytest

from apps.inventory.models import Movement, Waiting, WhenSoldOut
from apps.inventory.queries import (
    expected_supplies,
    latest_movements_of,
    ledger_drift,
    stock_as_recorded,
)
from apps.inventory.services import adjust_stock, agree_on_terms
from apps.notifications.models import Message
from apps.suppliers.models import PurchaseOrder, PurchaseOrderState, Receipt
from apps.suppliers.queries import delivery_on_its_way
from apps.suppliers.rules import ItemDraft, SupplierDraft
from apps.suppliers.services import agree_with_supplier, list_item, receive_purchase
from shop.kernel import clock
from shop.kernel.context import acting_as
from tests.journeys.conftest import until_at_rest
from tests.journeys.shopper import APPROVED, eventually


@pytest.fixture
def tea(shelves, live_server, worker, relay) -> Iterator[str]:
    """Five units, at two it is time to order; the supplier sends it up to twelve, in two parts."""
    agree_with_supplier(
        draft=SupplierDraft(
            code="tea-parts",
            name="The tea house",
            currency="EUR",
            adapter="sandbox",
            address="tea-parts",
            warehouse="north",
            lead_days=4,
            approve_up_to=Decimal(100),
        )
    )
    tea = ItemDraft(
        code="T-1", sku="TEA-1", cost=Decimal("6.10"), order_up_to=12, is_preferred=True
    )
    list_item(supplier="tea-parts", draft=tea)
    agree_on_terms(sku="TEA-1", reorder_point=2)
    yield "TEA-1"
    until_at_rest()
    assert worker.read_text() == ""


def in_north(sku: str) -> tuple[int, int]:
    """What is on hand there, and what is incoming."""
    (place,) = stock_as_recorded(sku)
    return place.on_hand, place.incoming


def test_what_runs_low_comes_by_itself(tea):
    adjust_stock(sku=tea, warehouse="north", delta=-3, reason="sold at the market")

    order = eventually(
        lambda: PurchaseOrder.objects.filter(state=PurchaseOrderState.ACKNOWLEDGED).first()
    )
    assert order.approved_by.startswith("rule: up to 100")
    assert [(it.sku, it.quantity) for it in order.lines.all()] == [(tea, 10)]
    assert (order.due_on - clock.now().date()).days == 4
    eventually(lambda: in_north(tea) == (2, 10))
    (supply,) = expected_supplies([tea])
    assert (supply.number, supply.units, supply.supplier) == (order.number, 10, "tea-parts")

    for _ in range(2):
        come_as_announced(order)

    eventually(lambda: in_north(tea) == (12, 0))
    order.refresh_from_db()
    assert (order.state, order.due_at) == (PurchaseOrderState.RECEIVED, None)
    assert expected_supplies([tea]) == []
    came = [line for line in latest_movements_of(tea, at_most=9) if line.cause == "received"]
    assert [line.changes for line in came[:2]] == ["+5 on hand, -5 incoming"] * 2
    receipts = Receipt.objects.order_by("-id")
    assert [line.reason for line in came[:2]] == [
        f"purchase order {order.number}, receipt {receipt.id}" for receipt in receipts
    ]
    assert {line.actor for line in came[:2]} == {"staff:7"}


def come_as_announced(order: PurchaseOrder) -> None:
    """What the supplier says to be on its way has come."""
    note = eventually(lambda: delivery_on_its_way(order))
    with acting_as("staff:7"):
        receive_purchase(order_id=order.id, reference=note.reference, units=note.units)


def awaited(shopper, order) -> int:
    return shopper.order(order["id"])["lines"][0]["awaited"]


def test_what_is_sold_out_is_bought_and_given_to_those_who_wait_first_come_first_served(
    tea, shopper
):
    waiting = Waiting(when_sold_out=WhenSoldOut.BACKORDER)
    agree_on_terms(sku=tea, reorder_point=2, waiting=waiting)
    at_hand = shopper.buys(tea, 4, token=APPROVED).json()
    purchase = eventually(
        lambda: PurchaseOrder.objects.filter(state=PurchaseOrderState.ACKNOWLEDGED).first()
    )
    assert [it.quantity for it in purchase.lines.all()] == [11]
    eventually(lambda: expected_supplies([tea]))

    first = shopper.buys(tea, 3, token=APPROVED).json()
    second = shopper.buys(tea, 8, token=APPROVED).json()
    assert [it["lines"][0]["awaited"] for it in (first, second)] == [2, 8]
    assert first["lines"][0]["promised_for"] == purchase.due_on.isoformat()
    for order in (first, second):
        shopper.sees(order["id"], state="confirmed", payment_status="paid")

    come_as_announced(purchase)
    shopper.sees(first["id"], state="delivered")
    assert 0 < awaited(shopper, second) < 8
    come_as_announced(purchase)
    for order in (second, at_hand):
        shopper.sees(order["id"], state="delivered")

    eventually(lambda: in_north(tea) == (1, 0))
    told = Counter(Message.objects.values_list("kind", flat=True))
    assert (told["backorder_raised"], told["backorder_filled"]) == (2, 3)
    eventually(lambda: Message.objects.filter(kind="order_shipped").count() == 3)
    assert ledger_drift() == []
    assert sum_of(tea, "received") == 5 + 11
    assert sum_of(tea, "shipped") == -(4 + 3 + 8)


def sum_of(sku: str, cause: str) -> int:
    """By how many units on hand changed for that cause, all lines of the ledger together."""
    lines = Movement.objects.filter(sku=sku, cause=cause).values_list("on_hand", flat=True)
    return sum(lines)
