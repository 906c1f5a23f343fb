from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.inventory.models import Cause, Hold, Movement, Reservation, ReservationState, Stock
from apps.inventory.queries import ledger_drift
from apps.inventory.services import hold_stock
from shop.events.inventory import HeldStock, StockRejected, StockReleased, StockReserved
from shop.events.orders import OrderPlaced, Shortage
from shop.kernel import clock
from shop.kernel.errors import InvalidInput
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxEvent
from tests.apps.inventory.story import items, pay, place_order
from tests.factories.inventory import StockFactory

pytestmark = pytest.mark.django_db


def in_eleven_minutes():
    return clock.travelled_to(clock.now() + timedelta(minutes=11))


def test_a_placed_order_holds_its_units(published):
    StockFactory(sku="TEA", on_hand=10)

    order_id = place_order(("TEA", 3))

    stock = Stock.objects.get(sku="TEA")
    assert (stock.on_hand, stock.reserved) == (10, 3)
    assert Reservation.objects.get(pk=order_id).state == ReservationState.HELD
    (reserved,) = published(StockReserved)
    assert reserved.order_id == order_id
    assert reserved.items == (HeldStock(sku="TEA", warehouse="MAIN", quantity=3),)
    assert timedelta(minutes=9) < reserved.expires_at - clock.now() <= timedelta(minutes=10)


def test_the_ledger_says_who_held_what_and_by_which_event():
    StockFactory(sku="TEA", on_hand=10)

    order_id = place_order(("TEA", 3))

    movement = Movement.objects.get(cause=Cause.HELD)
    placed = OutboxEvent.objects.get(type=OrderPlaced.type_name())
    assert (movement.order_id, movement.event_id) == (order_id, placed.event_id)
    assert (movement.on_hand, movement.reserved, movement.actor) == (0, 3, "system")


def test_one_short_line_rejects_the_whole_order_and_its_facts_stay(published):
    StockFactory(sku="TEA", on_hand=10)
    StockFactory(sku="CUP", on_hand=1)

    order_id = place_order(("TEA", 3), ("CUP", 2))

    (rejected,) = published(StockRejected)
    assert rejected.shortages == (Shortage(sku="CUP", wanted=2, available=1),)
    assert Reservation.objects.get(pk=order_id).state == ReservationState.REJECTED
    assert not Hold.objects.exists()
    assert Stock.objects.filter(reserved=0).count() == 2
    assert len(published(OrderPlaced)) == 1


def test_the_same_sku_on_two_lines_is_judged_together(published):
    StockFactory(sku="TEA", on_hand=5)

    place_order(("TEA", 3), ("TEA", 3))

    assert published(StockRejected)[0].shortages == (Shortage(sku="TEA", wanted=6, available=5),)


def test_two_warehouses_share_what_neither_has_alone(published):
    StockFactory(sku="TEA", warehouse__code="EAST", on_hand=2)
    StockFactory(sku="TEA", warehouse__code="WEST", on_hand=3)

    place_order(("TEA", 4))

    assert published(StockReserved)[0].items == (
        HeldStock(sku="TEA", warehouse="WEST", quantity=3),
        HeldStock(sku="TEA", warehouse="EAST", quantity=1),
    )
    assert ledger_drift() == []


def test_an_impossible_quantity_takes_the_order_back():
    StockFactory(sku="TEA", on_hand=5)

    with pytest.raises(InvalidInput, match="between 1 and 1,000,000"):
        place_order(("TEA", 0))

    assert not OutboxEvent.objects.exists()


def test_who_needs_the_units_releases_the_hold_whose_time_is_over(published):
    StockFactory(sku="TEA", on_hand=5)
    slow = place_order(("TEA", 4))

    with in_eleven_minutes():
        quick = place_order(("TEA", 5))

    (released,) = published(StockReleased)
    assert (released.order_id, released.reason) == (slow, "expired")
    assert Reservation.objects.get(pk=slow).state == ReservationState.RELEASED
    assert Reservation.objects.get(pk=quick).state == ReservationState.HELD
    assert ledger_drift() == []


def test_no_more_lapsed_holds_are_released_than_needed(published):
    StockFactory(sku="TEA", on_hand=4)
    oldest, other = place_order(("TEA", 2)), place_order(("TEA", 2))

    with in_eleven_minutes():
        place_order(("TEA", 1))

    assert [released.order_id for released in published(StockReleased)] == [oldest]
    assert Reservation.objects.get(pk=other).state == ReservationState.HELD


def test_a_hold_whose_time_is_not_over_stays(published):
    StockFactory(sku="TEA", on_hand=5)
    place_order(("TEA", 4))

    place_order(("TEA", 5))

    assert published(StockReleased) == []
    assert published(StockRejected)[0].shortages == (Shortage(sku="TEA", wanted=5, available=1),)


def test_paid_units_are_not_released_however_late_it_is(published):
    StockFactory(sku="TEA", on_hand=5)
    pay(place_order(("TEA", 4)))

    with in_eleven_minutes():
        place_order(("TEA", 5))

    assert published(StockReleased) == []


def test_a_lapsed_hold_gives_back_the_other_skus_too(published):
    StockFactory(sku="CUP", on_hand=2)
    StockFactory(sku="TEA", on_hand=5)
    place_order(("CUP", 2), ("TEA", 5))

    with in_eleven_minutes():
        place_order(("TEA", 1))

    assert Stock.objects.get(sku="CUP").reserved == 0
    assert ledger_drift() == []


def test_a_hold_takes_three_statements_and_one_for_its_event():
    StockFactory(sku="TEA", on_hand=5)

    with CaptureQueriesContext(connection) as queries:
        hold_stock(order_id=new_id(), items=items(("TEA", 1)))

    statements = [query["sql"].split()[0] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert statements == ["SELECT", "UPDATE", "WITH", "SELECT"]
