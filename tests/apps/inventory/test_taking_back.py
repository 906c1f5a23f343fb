"""Single units come back from their buyer, and each becomes what was decided."""

from functools import partial

import pytest
from django.db import IntegrityError, transaction

from apps.inventory.models import Hold, ReservationState, Stock
from apps.inventory.queries import ledger_drift
from apps.inventory.services import ComingBack, receive_stock, take_back_units
from shop.events.orders import ReturnedItem, ReturnReceived
from shop.kernel.errors import DomainError, NotYet
from shop.kernel.identity import new_id
from tests.apps.inventory.story import dispatch_parcel, happen, pay, place_order, return_parcel
from tests.factories.inventory import StockFactory, WarehouseFactory
from tests.together import outcomes_of


def sent(*lines: tuple[str, int]):
    """An order whose parcel has left; returns its id."""
    order_id = place_order(*lines)
    pay(order_id)
    dispatch_parcel(order_id)
    return order_id


def back(order_id, sku: str, **units: int) -> None:
    take_back_units(order_id=order_id, units=[ComingBack(sku=sku, **units)])


def balances(sku: str = "TEA") -> tuple[int, int, int]:
    """On hand, damaged and free, over all warehouses."""
    rows = list(Stock.objects.filter(sku=sku))
    return tuple(sum(getattr(row, name) for row in rows) for name in ("on_hand", "damaged", "free"))


def test_units_become_what_was_decided(db, deliver):
    StockFactory(sku="TEA", on_hand=5)
    order_id = sent(("TEA", 4))
    deliver("inventory")

    item = ReturnedItem(
        line_id=new_id(), sku="TEA", title="Tea", quantity=4, restocked=1, damaged=1, discarded=1
    )
    happen(
        ReturnReceived(
            order_id=order_id, number="T", customer_id=new_id(), return_id=new_id(), items=(item,)
        )
    )
    deliver("inventory")

    assert balances() == (3, 1, 2)
    assert Hold.objects.get().returned == 3
    assert ledger_drift() == []


def test_units_go_to_the_warehouses_that_they_came_from(db, deliver):
    for warehouse in ("NORTH", "SOUTH"):
        WarehouseFactory(code=warehouse)
        receive_stock(sku="TEA", warehouse=warehouse, quantity=2, reason="delivery")
    order_id = sent(("TEA", 4))
    deliver("inventory")

    back(order_id, "TEA", restocked=2, damaged=1)
    back(order_id, "TEA", discarded=1)

    assert {row.on_hand for row in Stock.objects.all()} == {1, 2}
    assert balances() == (3, 1, 2)
    assert ledger_drift() == []


def test_no_more_comes_back_than_was_sent(db, deliver):
    StockFactory(sku="TEA", on_hand=5)
    order_id = sent(("TEA", 2))
    deliver("inventory")
    back(order_id, "TEA", restocked=1)

    with pytest.raises(DomainError, match="not so many units of TEA"):
        back(order_id, "TEA", restocked=2)
    with pytest.raises(IntegrityError, match="inventory_hold_returned"), transaction.atomic():
        Hold.objects.update(returned=3)

    assert balances() == (4, 0, 4)


def test_a_return_that_is_told_before_the_dispatch_waits(db):
    StockFactory(sku="TEA", on_hand=5)
    order_id = place_order(("TEA", 2))
    pay(order_id)

    with pytest.raises(NotYet, match="have not left"):
        back(order_id, "TEA", restocked=1)


def test_a_parcel_that_comes_back_after_single_units_did_brings_the_rest(db, deliver):
    StockFactory(sku="TEA", on_hand=5)
    order_id = sent(("TEA", 3))
    deliver("inventory")
    back(order_id, "TEA", restocked=1)

    return_parcel(order_id)
    deliver("inventory")

    assert balances() == (5, 0, 5)
    assert Hold.objects.get().reservation.state == ReservationState.RETURNED
    assert ledger_drift() == []


@pytest.mark.django_db(transaction=True)
def test_many_returns_at_once_bring_back_what_was_sent(deliver):
    StockFactory(sku="TEA", on_hand=5)
    order_id = sent(("TEA", 4))
    deliver("inventory")

    outcomes = outcomes_of([partial(back, order_id, "TEA", restocked=1) for _ in range(6)])

    assert [type(it) for it in outcomes if it is not None] == [DomainError] * 2
    assert balances() == (5, 0, 5)
    assert ledger_drift() == []
