"""Many at once, with real connections and real commits."""

from collections.abc import Callable
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection, transaction

from apps.inventory.models import Reservation, ReservationState, Stock
from apps.inventory.queries import ledger_drift
from apps.inventory.services import (
    announce_stock,
    receive_stock,
    release_lapsed_holds,
    release_stock,
    ship_stock,
)
from shop.events.inventory import StockCommitted, StockLost, StockReleased, StockUpdated
from shop.kernel.models import OutboxEvent
from shop.kernel.outbox.unit_of_work import unit_of_work
from tests.apps.inventory.sessions import deadlocks, later, orders_in, wait_until_somebody_waits
from tests.apps.inventory.story import pay, place_order
from tests.factories.inventory import AnnouncementFactory, StockFactory, WarehouseFactory
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)

T = TypeVar("T")


def test_who_comes_for_what_is_sold_out_waits_for_nobody():
    stock = StockFactory(sku="TEA-1", on_hand=1)
    place_order(("TEA-1", 1))

    with transaction.atomic():
        Stock.objects.select_for_update().get(pk=stock.pk)
        at_once([impatiently(lambda: place_order(("TEA-1", 1)))])

    assert orders_in(ReservationState.REJECTED) == 1


def impatiently(action: Callable[[], T]) -> Callable[[], T]:
    """The action, which fails where it would have to wait for somebody's lock."""

    def run() -> T:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '1s'")
        return action()

    return run


def test_many_buyers_get_exactly_the_units_there_are():
    StockFactory(sku="TEA", warehouse__code="EAST", on_hand=17)
    StockFactory(sku="TEA", warehouse__code="WEST", on_hand=8)

    at_once([lambda: [place_order(("TEA", 1)) for _ in range(10)]] * 8)

    assert orders_in(ReservationState.HELD) == 25
    assert orders_in(ReservationState.REJECTED) == 55
    assert sum(Stock.objects.values_list("reserved", flat=True)) == 25
    assert ledger_drift() == []


def test_orders_that_name_their_skus_in_opposite_order_do_not_block_each_other():
    StockFactory(sku="CUP", on_hand=1000)
    StockFactory(sku="TEA", on_hand=1000)
    before = deadlocks()

    at_once(
        [
            lambda: [place_order(("CUP", 1), ("TEA", 1)) for _ in range(25)],
            lambda: [place_order(("TEA", 1), ("CUP", 1)) for _ in range(25)],
        ]
        * 3
    )

    assert orders_in(ReservationState.HELD) == 150
    assert deadlocks() == before
    assert ledger_drift() == []


def test_buyers_who_need_lapsed_units_do_not_block_the_sweeper_or_each_other():
    StockFactory(sku="CUP", on_hand=40)
    StockFactory(sku="TEA", on_hand=40)
    slow = [place_order(("CUP", 1), ("TEA", 1)) for _ in range(40)]
    before = deadlocks()

    at_once(
        [
            later(lambda: [place_order(("TEA", 2)) for _ in range(10)]),
            later(lambda: [place_order(("CUP", 2)) for _ in range(10)]),
            later(lambda: [place_order(("TEA", 1), ("CUP", 1)) for _ in range(10)]),
            later(release_lapsed_holds),
            lambda: [release_stock(order_id=order_id) for order_id in reversed(slow)],
        ]
    )

    assert Reservation.objects.filter(pk__in=slow, state=ReservationState.RELEASED).count() == 40
    assert OutboxEvent.objects.filter(type=StockReleased.type_name()).count() == 40
    assert deadlocks() == before
    assert ledger_drift() == []


def test_a_payment_and_the_end_of_the_hold_race_and_one_of_them_wins(published):
    StockFactory(sku="TEA", on_hand=40)
    order_ids = [place_order(("TEA", 1)) for _ in range(40)]

    at_once(
        [
            lambda: [pay(order_id) for order_id in order_ids[::2]],
            lambda: [pay(order_id) for order_id in order_ids[1::2]],
            later(release_lapsed_holds),
            later(lambda: place_order(("TEA", 20))),
        ]
    )

    committed = {event.order_id for event in published(StockCommitted)}
    lost = {event.order_id for event in published(StockLost)}
    released = {event.order_id for event in published(StockReleased)}
    assert committed | released == set(order_ids)
    assert committed.isdisjoint(released)
    assert lost == released
    assert ledger_drift() == []


def test_a_payment_that_is_just_being_recorded_is_not_overtaken_by_a_buyer():
    StockFactory(sku="TEA", on_hand=1)
    order_id = place_order(("TEA", 1))
    paid, judged = Barrier(2, timeout=30), Barrier(2, timeout=30)

    @unit_of_work
    def pay_and_commit_late() -> None:
        pay(order_id)
        paid.wait()
        judged.wait()

    def buy_meanwhile() -> None:
        paid.wait()
        later(lambda: place_order(("TEA", 1)))()
        judged.wait()

    at_once([pay_and_commit_late, buy_meanwhile])

    assert Reservation.objects.get(pk=order_id).state == ReservationState.COMMITTED
    assert orders_in(ReservationState.REJECTED) == 1


def test_a_payment_that_meets_a_release_waits_for_it_and_learns_that_the_units_are_gone(published):
    StockFactory(sku="TEA", on_hand=1)
    order_id = place_order(("TEA", 1))
    released = Barrier(2, timeout=30)

    @unit_of_work
    def buy_and_commit_late() -> None:
        later(lambda: place_order(("TEA", 1)))()
        released.wait()
        wait_until_somebody_waits()

    def pay_meanwhile() -> None:
        released.wait()
        pay(order_id)

    at_once([buy_and_commit_late, pay_meanwhile])

    assert published(StockLost) == [StockLost(order_id=order_id)]
    assert Reservation.objects.get(pk=order_id).state == ReservationState.RELEASED
    assert orders_in(ReservationState.HELD) == 1


def test_shelves_and_parcels_move_while_orders_are_taken():
    StockFactory(sku="TEA", on_hand=60)
    order_ids = [place_order(("TEA", 1)) for _ in range(20)]
    for order_id in order_ids:
        pay(order_id)

    at_once(
        [
            lambda: [ship_stock(order_id=order_id) for order_id in order_ids],
            lambda: [place_order(("TEA", 1)) for _ in range(20)],
            lambda: [receive_stock(sku="TEA", warehouse="MAIN", quantity=1) for _ in range(20)],
            lambda: [announce_stock(skus=["TEA"]) for _ in range(20)],
        ]
    )

    stock = Stock.objects.get()
    assert (stock.on_hand, stock.reserved) == (60, 20)
    assert ledger_drift() == []


def test_an_announcement_waits_for_the_one_before_it_and_never_carries_older_numbers(published):
    StockFactory(sku="TEA", on_hand=2)
    AnnouncementFactory(sku="TEA")
    told = Barrier(2, timeout=30)

    @unit_of_work
    def receive_and_commit_late() -> None:
        receive_stock(sku="TEA", warehouse="MAIN", quantity=1)
        told.wait()
        wait_until_somebody_waits()

    def announce_meanwhile() -> None:
        told.wait()
        announce_stock(skus=["TEA"])

    at_once([receive_and_commit_late, announce_meanwhile])

    assert [event.on_hand for event in published(StockUpdated)] == [3]


def test_the_first_units_of_a_sku_may_arrive_twice_at_once():
    WarehouseFactory(code="MAIN")

    at_once([lambda: receive_stock(sku="TEA", warehouse="MAIN", quantity=1)] * 6)

    assert Stock.objects.get().on_hand == 6
    assert ledger_drift() == []
