"""What suppliers owe is incoming until it comes, and the ledger names the purchase order."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from apps.inventory.models import Cause, ExpectedUnits, Movement, Stock
from apps.inventory.queries import (
    availability_of,
    expected_supplies,
    ledger_drift,
    stock_as_recorded,
)
from apps.inventory.services import draft_transfer, receive_transfer, repair_drift, ship_transfer
from shop.events.inventory import BackorderPromised, StockUpdated
from shop.kernel import clock
from shop.kernel.errors import NotFound, NotYet
from shop.kernel.models import OutboxEvent
from tests.apps.inventory.purchases import DUE, Told
from tests.apps.inventory.queues import assert_queues_add_up, held, let_wait
from tests.apps.inventory.story import place_order
from tests.factories.inventory import (
    ExpectedUnitsFactory,
    MovementFactory,
    StockFactory,
    WarehouseFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _west():
    WarehouseFactory(code="WEST")


@pytest.fixture
def order(deliver):
    """A purchase order of 5 TEA and 2 CUP, which inventory has heard of."""
    order = Told()
    order.placed(TEA=5, CUP=2)
    deliver("inventory")
    return order


def place_of(sku="TEA"):
    """What is on hand in WEST, and what is incoming."""
    (place,) = stock_as_recorded(sku)
    return place.on_hand, place.incoming


def ledger(sku="TEA"):
    lines = Movement.objects.filter(sku=sku).order_by("id")
    return [(line.cause, line.changes()) for line in lines]


def test_ordered_units_are_incoming_and_not_for_sale(order):
    assert place_of("TEA") == (0, 5)
    assert availability_of(["TEA"]) == {"TEA": 0}
    line = Movement.objects.get(sku="TEA")
    assert (line.cause, line.changes()) == (Cause.ORDERED, "+5 incoming")
    assert line.reason == f"purchase order {order.number} at blitz, due {DUE}"
    assert line.event_id == OutboxEvent.objects.get(type__contains="PurchaseOrderPlaced").event_id
    assert ledger_drift() == []


def test_what_is_still_to_come_is_told_with_its_purchase_order(order):
    (supply,) = expected_supplies(["TEA", "NOTHING"])

    assert (supply.purchase_order_id, supply.number) == (order.id, "PO-000007")
    assert (supply.units, supply.expected_on, supply.warehouse) == (5, DUE, "WEST")
    assert supply.supplier == "blitz"


def test_a_purchase_order_that_is_told_twice_is_expected_once(order, deliver):
    order.placed(TEA=5, CUP=2)
    deliver("inventory")

    assert place_of("TEA") == (0, 5)


def test_the_supplier_sends_fewer_and_later(order, deliver):
    order.acknowledged(TEA=3, CUP=2, on=date(2026, 12, 24))
    deliver("inventory")

    assert place_of("TEA") == (0, 3)
    assert place_of("CUP") == (0, 2)
    assert {it.expected_on for it in expected_supplies(["TEA", "CUP"])} == {date(2026, 12, 24)}
    assert ledger("CUP") == [("ordered", "+2 incoming")]
    assert ledger_drift() == []


def test_units_come_in_parts(order, deliver, published):
    receipt_id = order.received({"TEA": 3, "CUP": 2}, TEA=2)
    deliver("inventory")

    assert place_of("TEA") == (2, 3)
    line = Movement.objects.get(cause=Cause.RECEIVED)
    assert line.changes() == "+2 on hand, -2 incoming"
    assert line.reason == f"purchase order PO-000007, receipt {receipt_id}"
    assert [it.available for it in published(StockUpdated)] == [2]

    order.received({}, TEA=3, CUP=2)
    deliver("inventory")

    assert (place_of("TEA"), place_of("CUP")) == ((5, 0), (2, 0))
    assert expected_supplies(["TEA", "CUP"]) == []
    assert ledger_drift() == []


def test_a_surplus_was_not_expected(order, deliver):
    order.received({"CUP": 2}, TEA=7)
    deliver("inventory")

    assert place_of("TEA") == (7, 0)
    assert ledger("TEA")[-1] == ("received", "+7 on hand, -5 incoming")
    assert ledger_drift() == []


def test_what_came_and_what_will_not_come_are_two_lines(order, deliver):
    order.received({}, TEA=2, CUP=2)
    deliver("inventory")

    assert ledger("TEA")[1:] == [
        ("received", "+2 on hand, -2 incoming"),
        ("ordered", "-3 incoming"),
    ]
    assert ledger_drift() == []


def test_what_is_given_up_is_not_incoming_any_more(order, deliver):
    order.received({"TEA": 3, "CUP": 2}, TEA=2)
    order.closed(TEA=3, CUP=2)
    deliver("inventory")

    assert (place_of("TEA"), place_of("CUP")) == ((2, 0), (0, 0))
    assert Movement.objects.filter(sku="CUP").latest("id").reason == (
        "purchase order PO-000007: closed, discontinued"
    )
    assert ledger_drift() == []


def test_a_cancelled_purchase_order_brings_nothing(order, deliver):
    order.cancelled()
    deliver("inventory")

    assert place_of("TEA") == (0, 0)
    assert ledger("TEA")[-1] == ("ordered", "-5 incoming")
    assert ledger_drift() == []


def test_a_receipt_that_is_heard_of_before_its_purchase_order_waits(deliver):
    Told().received({}, TEA=2)

    with pytest.raises(NotYet, match="Nobody said so far what is expected"):
        deliver("inventory")


def test_a_purchase_order_for_a_warehouse_that_is_none_is_not_placed():
    WarehouseFactory._meta.model.objects.all().delete()

    with pytest.raises(NotFound, match="There is no warehouse WEST: open it first"):
        Told().placed(TEA=1)

    assert not OutboxEvent.objects.exists()


def test_transfers_and_purchase_orders_are_incoming_together(order):
    StockFactory(sku="TEA", warehouse__code="EAST", on_hand=4)
    draft = draft_transfer(origin="EAST", destination="WEST", units={"TEA": 4})
    ship_transfer(transfer_id=draft.id)

    assert Stock.objects.get(sku="TEA", warehouse="WEST").incoming == 9
    assert ledger_drift() == []

    receive_transfer(transfer_id=draft.id, units={"TEA": 4})

    assert Stock.objects.get(sku="TEA", warehouse="WEST").incoming == 5
    assert ledger_drift() == []


def test_incoming_units_that_nobody_owes_are_found_and_mended(order):
    ExpectedUnits.objects.filter(sku="TEA").update(outstanding=3)

    (drift,) = ledger_drift()
    assert str(drift) == ("incoming: 5 recorded, 5 by ledger, 3 by transfers and purchase orders")

    repair_drift()

    assert place_of("TEA") == (0, 3)
    assert ledger("TEA")[-1] == ("repaired", "-2 incoming")
    assert ledger_drift() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"cause": Cause.RECEIVED, "on_hand": 2, "incoming": -3},
        {"cause": Cause.RECEIVED, "on_hand": 2, "incoming": 1},
        {"cause": Cause.RETURNED, "on_hand": 2, "incoming": -1},
        {"cause": Cause.ORDERED, "on_hand": 0, "incoming": 0},
        {"cause": Cause.ORDERED, "on_hand": 1, "incoming": 1},
    ],
)
def test_the_ledger_refuses_lines_that_mean_nothing(wrong):
    with pytest.raises(IntegrityError, match="inventory_movement_cause"), transaction.atomic():
        MovementFactory(**wrong)


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"sku": "CUP", "outstanding": -1}, "inventory_expected_outstanding"),
        ({"sku": "TEA"}, "inventory_expected_once"),
    ],
)
def test_the_database_refuses_expectations_that_mean_nothing(wrong, constraint):
    there = ExpectedUnitsFactory(sku="TEA")

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ExpectedUnitsFactory(purchase_order_id=there.purchase_order_id, **wrong)


def test_whoever_waits_is_promised_the_day_on_which_the_supplier_delivers(deliver, published):
    let_wait("TEA")
    place_order(("TEA", 2))
    order, day = Told(), clock.now().date() + timedelta(days=9)
    order.placed(TEA=5)
    order.acknowledged(TEA=5, on=day)

    deliver("inventory")

    assert [it.promised_for for it in published(BackorderPromised)][-1:] == [day]


def test_units_that_come_are_held_for_whoever_waits(deliver):
    let_wait("TEA")
    waiting = place_order(("TEA", 2))
    order = Told()
    order.placed(TEA=5)
    order.received({}, TEA=5)

    deliver("inventory")

    assert held(waiting) == {"TEA": 2}
    assert_queues_add_up()
