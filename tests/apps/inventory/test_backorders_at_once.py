"""Many who wait, bring, pay and cancel at once, with real connections and real commits."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction

from apps.inventory.models import (
    Backorder,
    BackorderState,
    Reservation,
    Stock,
    Terms,
    Waiting,
    WhenSoldOut,
)
from apps.inventory.queries import queue_miscounts, unserved_queues
from apps.inventory.services import (
    agree_on_terms,
    fill_backorders,
    receive_delivery,
    receive_stock,
    release_lapsed_holds,
    release_stock,
    renew_all_promises,
)
from shop.events.inventory import BackorderFilled
from shop.kernel import clock
from shop.kernel.errors import NotYet
from shop.kernel.outbox.unit_of_work import open_unit_of_work, unit_of_work
from tests.apps.inventory.queues import assert_queues_add_up, held, let_wait, line
from tests.apps.inventory.sessions import deadlocks, later, wait_until_somebody_waits
from tests.apps.inventory.story import pay, place_order
from tests.factories.inventory import WarehouseFactory
from tests.together import at_once, in_a_thread

pytestmark = pytest.mark.django_db(transaction=True)


def come(units, sku="TEA"):
    receive_stock(sku=sku, warehouse="MAIN", quantity=units)


class Crash(Exception):
    pass


@unit_of_work
def come_and_crash():
    come(1)
    raise Crash


def units_promised():
    """Units that are held, or waited for, by whoever placed an order."""
    waiting = Backorder.objects.filter(state=BackorderState.WAITING)
    return sum(Stock.objects.values_list("reserved", flat=True)) + sum(
        it.outstanding for it in waiting
    )


def test_a_receipt_and_new_buyers_at_once_and_the_queue_wins():
    let_wait()
    first = [place_order(("TEA", 1)) for _ in range(20)]

    new = at_once(
        [lambda: come(10)] * 2 + [lambda: [place_order(("TEA", 1)) for _ in range(5)]] * 4
    )
    fill_backorders()

    assert all(held(order) == {"TEA": 1} for order in first)
    assert not any(held(order) for orders in new[2:] for order in orders)
    assert len(line()) == 20
    assert_queues_add_up()


def test_who_comes_while_units_are_brought_gets_them_or_stands_in_a_queue_that_is_served():
    let_wait()

    at_once([lambda: [come(1) for _ in range(20)]] + [lambda: place_order(("TEA", 5))] * 4)
    fill_backorders()

    assert line() == []
    assert unserved_queues() == []
    assert Stock.objects.get(sku="TEA").reserved == 20
    assert_queues_add_up()


def test_who_brings_units_does_not_wait_for_a_queue_that_somebody_stands_in():
    let_wait()
    place_order(("TEA", 1))

    with transaction.atomic():
        Terms.objects.select_for_update().get(sku="TEA")
        in_a_thread(lambda: come(1)).result(timeout=30)

    assert [it.free for it in unserved_queues()] == [1]
    assert fill_backorders() == 1
    assert_queues_add_up()


def test_a_buyer_who_is_just_paying_is_neither_passed_nor_waited_for():
    let_wait()
    first, second = (place_order(("TEA", 1)) for _ in range(2))

    with transaction.atomic():
        Reservation.objects.select_for_update().get(pk=first)
        in_a_thread(lambda: come(2)).result(timeout=30)
        assert line() == [(first, 1), (second, 1)]

    assert fill_backorders() == 2
    assert_queues_add_up()


def test_a_crash_before_the_commit_leaves_the_queue_and_the_shelf_as_they_were(published):
    let_wait()
    order_id = place_order(("TEA", 1))

    with pytest.raises(Crash):
        come_and_crash()

    assert (held(order_id), line()) == ({}, [(order_id, 1)])
    assert published(BackorderFilled) == []
    come(1)
    assert (held(order_id), line()) == ({"TEA": 1}, [])
    assert_queues_add_up()


def test_a_cancellation_and_a_receipt_at_once_leave_no_unit_behind():
    for sku in [f"TEA-{number}" for number in range(10)]:
        let_wait(sku, on_hand=1)
        first, second = (place_order((sku, 2)) for _ in range(2))

        at_once([partial(come, 2, sku), partial(release_stock, order_id=first)])
        fill_backorders()

        assert held(second) == {sku: 2}
        assert line(sku) == []
    assert_queues_add_up()


def test_units_that_just_came_to_a_new_place_are_let_go_at_the_second_try(forgiven_violations):
    agree_on_terms(sku="NEW", waiting=Waiting(when_sold_out=WhenSoldOut.BACKORDER))
    order_id = place_order(("NEW", 1))
    WarehouseFactory(code="MAIN")

    with open_unit_of_work():
        Terms.objects.select_for_update().get(sku="NEW")
        releasing = in_a_thread(lambda: release_stock(order_id=order_id))
        wait_until_somebody_waits()
        come(1, "NEW")

    with pytest.raises(NotYet, match="to a new place just now"):
        releasing.result(timeout=30)
    release_stock(order_id=order_id)
    assert Stock.objects.get(sku="NEW").free == 1
    assert_queues_add_up()


def test_days_that_change_while_units_come_and_buyers_leave_stop_nobody():
    for sku in ("CUP", "TEA"):
        let_wait(sku)
    orders = [place_order(("CUP", 1), ("TEA", 1)) for _ in range(20)]
    before = deadlocks()

    at_once(
        [
            lambda: [promise(number) for number in range(15)],
            lambda: [promise(number, "CUP") for number in range(15)],
            renew_all_promises,
            lambda: [come(1, "CUP") for _ in range(10)],
            lambda: [receive_delivery(warehouse="MAIN", units={"TEA": 1}) for _ in range(10)],
            lambda: [release_stock(order_id=order) for order in reversed(orders[10:])],
            lambda: [pay(order) for order in orders[:10]],
        ]
    )

    assert deadlocks() == before
    fill_backorders()
    assert_queues_add_up()


def promise(days, sku="TEA"):
    waiting = Waiting(
        when_sold_out=WhenSoldOut.BACKORDER,
        available_from=clock.now().date() + timedelta(days=days),
    )
    agree_on_terms(sku=sku, waiting=waiting)


def test_payments_and_receipts_at_once_pay_for_every_unit():
    let_wait("CUP")
    let_wait("TEA")
    orders = [place_order(("TEA", 1), ("CUP", 1)) for _ in range(20)]

    at_once(
        [
            lambda: [pay(order) for order in orders],
            lambda: [come(1, "TEA") for _ in range(20)],
            lambda: [come(1, "CUP") for _ in range(20)],
        ]
    )
    fill_backorders()

    assert all(held(order) == {"CUP": 1, "TEA": 1} for order in orders)
    assert line("TEA") == line("CUP") == []
    assert_queues_add_up()


def test_everything_at_once_in_opposite_order_never_deadlocks():
    for sku in ("CUP", "TEA", "POT"):
        let_wait(sku, on_hand=5)
    slow = [place_order(("CUP", 1), ("TEA", 1), ("POT", 1)) for _ in range(20)]
    before = deadlocks()

    at_once(
        [
            lambda: [place_order(("CUP", 1), ("TEA", 1)) for _ in range(15)],
            lambda: [place_order(("TEA", 2), ("POT", 1)) for _ in range(15)],
            lambda: [place_order(("POT", 1), ("CUP", 1)) for _ in range(15)],
            lambda: [receive_delivery(warehouse="MAIN", units=DELIVERY) for _ in range(15)],
            lambda: [release_stock(order_id=order) for order in reversed(slow[:10])],
            lambda: [pay(order) for order in slow[5:]],
            later(release_lapsed_holds),
            fill_backorders,
        ]
    )

    assert deadlocks() == before
    fill_backorders()
    assert queue_miscounts() == []
    assert_queues_add_up()


DELIVERY = {"CUP": 1, "TEA": 2, "POT": 1}


def test_many_buyers_wait_for_no_more_units_than_the_limit_says():
    let_wait(on_hand=3, limit=10)

    at_once([lambda: [place_order(("TEA", 1)) for _ in range(5)]] * 6)

    assert units_promised() == 13
    assert_queues_add_up()


def test_a_buyer_who_stands_in_line_waits_for_the_one_before_him():
    let_wait()

    with open_unit_of_work():
        first = place_order(("TEA", 1))
        second = in_a_thread(lambda: place_order(("TEA", 1)))
        wait_until_somebody_waits()
    later_order = second.result(timeout=30)

    assert line() == [(first, 1), (later_order, 1)]
