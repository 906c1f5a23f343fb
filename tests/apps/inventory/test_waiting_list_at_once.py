"""Many who wait, let go, order and leave at once, with real connections and real commits."""

from contextlib import suppress
from functools import partial

import pytest

from apps.inventory.models import EntryState, Reservation, ReservationState, Stock, WaitingListEntry
from apps.inventory.queries import ledger_drift, line_misfits
from apps.inventory.services import (
    join_waiting_list,
    leave_waiting_list,
    offer_units_left_free,
    receive_stock,
    release_stock,
)
from shop.kernel.errors import NotFound
from shop.kernel.identity import new_id
from tests.apps.inventory.story import place_order
from tests.factories.inventory import StockFactory, WarehouseFactory
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def in_line(people: int, sku="TEA"):
    customers = [new_id() for _ in range(people)]
    for customer in customers:
        join_waiting_list(sku=sku, customer_id=customer)
    return customers


def offered_to():
    offered = WaitingListEntry.objects.filter(state=EntryState.OFFERED)
    return list(offered.values_list("customer_id", flat=True))


def all_is_well():
    assert ledger_drift() == []
    assert line_misfits() == []


def test_units_that_come_from_everywhere_go_to_the_first_in_line_once_each():
    StockFactory(sku="TEA", on_hand=6)
    WarehouseFactory(code="SOUTH")
    orders = [place_order(("TEA", 1)) for _ in range(6)]
    line = in_line(12)

    at_once(
        [partial(release_stock, order_id=order) for order in orders]
        + [partial(receive_stock, sku="TEA", warehouse="SOUTH", quantity=2)]
    )
    offer_units_left_free()

    assert sorted(offered_to()) == sorted(line[:8])
    assert Stock.objects.filter(sku="TEA").count() == 2
    all_is_well()


def test_two_orders_of_one_in_line_get_the_held_unit_once():
    StockFactory(sku="TEA", on_hand=1)
    held = place_order(("TEA", 1))
    (ada,) = in_line(1)
    release_stock(order_id=held)

    orders = at_once([lambda: place_order(("TEA", 1), customer_id=ada)] * 4)

    states = sorted(Reservation.objects.get(pk=order).state for order in orders)
    assert states == [ReservationState.HELD] + [ReservationState.REJECTED] * 3
    assert Stock.objects.get().reserved == 1
    all_is_well()


def leave_unless_bought(customer_id):
    """Whoever has ordered what was held does not stand in the line any more."""
    with suppress(NotFound):
        leave_waiting_list(sku="TEA", customer_id=customer_id)


def test_who_leaves_while_offered_and_who_orders_at_once_agree():
    StockFactory(sku="TEA", on_hand=1)
    held = place_order(("TEA", 1))
    ada, bob = in_line(2)
    release_stock(order_id=held)

    _, order = at_once(
        [
            partial(leave_unless_bought, ada),
            lambda: place_order(("TEA", 1), customer_id=ada),
        ]
    )

    ada_got_it = Reservation.objects.get(pk=order).state == ReservationState.HELD
    assert offered_to() == ([] if ada_got_it else [bob])
    assert Stock.objects.get().reserved == 1
    all_is_well()


def test_buyers_in_opposite_order_with_offers_see_no_deadlock():
    for sku in ("A", "B"):
        StockFactory(sku=sku, on_hand=4)
    taken = [place_order(("A", 4)), place_order(("B", 4))]
    ada = new_id()
    for sku in ("A", "B"):
        join_waiting_list(sku=sku, customer_id=ada)
    for order in taken:
        release_stock(order_id=order)
    orders = at_once(
        [lambda: place_order(("A", 1), ("B", 4), customer_id=ada)]
        + [lambda: place_order(("B", 1), ("A", 1))] * 3
    )

    assert all(Reservation.objects.filter(pk=order).exists() for order in orders)
    all_is_well()
