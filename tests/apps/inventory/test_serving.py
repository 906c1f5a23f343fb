"""However units become free, those who wait get them: first come, first served."""

from datetime import timedelta

import pytest

from apps.inventory.models import (
    Cause,
    Movement,
    Reservation,
    Stock,
    Unavailable,
)
from apps.inventory.services import (
    adjust_stock,
    agree_on_terms,
    draft_transfer,
    enter_count,
    fill_backorders,
    open_count,
    post_count,
    put_stock_back,
    receive_delivery,
    receive_stock,
    receive_transfer,
    release_lapsed_holds,
    set_stock_aside,
    ship_stock,
    ship_transfer,
)
from shop.events.inventory import (
    BackorderFilled,
    StockRejected,
)
from shop.kernel import clock
from shop.kernel.errors import DomainError
from tests.apps.inventory.queues import assert_queues_add_up, held, let_wait, line
from tests.apps.inventory.story import cancel, dispatch_parcel, pay, place_order, return_parcel
from tests.factories.inventory import StockFactory, WarehouseFactory

pytestmark = pytest.mark.django_db


def come(units, sku="TEA", warehouse="MAIN"):
    receive_stock(sku=sku, warehouse=warehouse, quantity=units)


def in_eleven_minutes():
    return clock.travelled_to(clock.now() + timedelta(minutes=11))


def test_units_that_come_belong_to_the_queue_in_its_order(published):
    let_wait()
    first, second, third = (place_order(("TEA", units)) for units in (2, 2, 1))

    come(3)

    assert [held(order) for order in (first, second, third)] == [{"TEA": 2}, {"TEA": 1}, {}]
    assert line() == [(second, 1), (third, 1)]
    assert published(BackorderFilled) == [
        BackorderFilled(order_id=first, sku="TEA", quantity=2, order_is_complete=True),
        BackorderFilled(order_id=second, sku="TEA", quantity=1, order_is_complete=False),
    ]
    assert_queues_add_up()


def test_a_new_buyer_stands_behind_those_who_wait():
    let_wait()
    first = place_order(("TEA", 3))
    # Nobody served the queue so far: as if whoever brought the units had to leave it.
    Stock.objects.filter(sku="TEA").update(on_hand=4)
    Movement.objects.create(sku="TEA", warehouse="MAIN", cause="received", on_hand=4, actor="x")

    second = place_order(("TEA", 2))

    assert (held(first), held(second)) == ({}, {"TEA": 1})
    assert line() == [(first, 3), (second, 1)]
    assert fill_backorders() == 3
    assert (held(first), line()) == ({"TEA": 3}, [(second, 1)])
    assert_queues_add_up()


def test_what_is_left_over_can_be_bought():
    let_wait()
    first = place_order(("TEA", 1))

    come(3)
    second = place_order(("TEA", 2))

    assert (held(first), held(second), line()) == ({"TEA": 1}, {"TEA": 2}, [])


def test_who_may_wait_no_longer_still_stands_behind_the_queue(published):
    let_wait()
    first = place_order(("TEA", 2))
    agree_on_terms(sku="TEA")

    place_order(("TEA", 1))
    come(3)
    third = place_order(("TEA", 1))

    assert len(published(StockRejected)) == 1
    assert (held(first), held(third)) == ({"TEA": 2}, {"TEA": 1})


def test_what_comes_for_a_paid_order_is_paid(published):
    let_wait(on_hand=1)
    order_id = place_order(("TEA", 2))
    pay(order_id)

    come(1)

    moved = Movement.objects.filter(order_id=order_id).order_by("id")
    assert [(it.cause, it.reserved, it.committed) for it in moved] == [
        (Cause.HELD, 1, 0),
        (Cause.COMMITTED, 0, 1),
        (Cause.HELD, 1, 0),
        (Cause.COMMITTED, 0, 1),
    ]
    assert_queues_add_up()


def test_what_comes_before_an_order_is_paid_is_held_and_paid_with_the_rest():
    let_wait()
    order_id = place_order(("TEA", 1))
    come(1)

    pay(order_id)

    assert held(order_id) == {"TEA": 1}
    assert_queues_add_up()


def test_who_did_not_pay_in_time_is_passed_over_and_leaves_the_queue():
    let_wait()
    slow = place_order(("TEA", 1))
    with in_eleven_minutes():
        quick = place_order(("TEA", 1))

        come(1)

        assert (held(slow), held(quick)) == ({}, {"TEA": 1})
        release_lapsed_holds()
        assert line() == []
        assert Reservation.objects.get(pk=slow).state == "released"
    assert_queues_add_up()


def test_a_lapsed_hold_goes_to_those_who_wait_and_not_to_a_new_buyer():
    let_wait(on_hand=1)
    place_order(("TEA", 1))
    with in_eleven_minutes():
        first = place_order(("TEA", 1))
        assert held(first) == {"TEA": 1}
        second = place_order(("TEA", 1))

    assert line() == [(second, 1)]
    assert_queues_add_up()


def test_a_cancelled_order_leaves_the_queue_and_its_units_go_to_the_next(deliver):
    let_wait(on_hand=1)
    first, second, third = (place_order(("TEA", 2)) for _ in range(3))
    pay(first)

    cancel(first)
    cancel(second)
    deliver("inventory")

    assert (held(third), line()) == ({"TEA": 1}, [(third, 1)])
    assert_queues_add_up()


def test_cancelled_twice_is_cancelled_once(deliver):
    let_wait()
    first = place_order(("TEA", 2))
    second = place_order(("TEA", 2))

    cancel(first)
    cancel(first)
    deliver("inventory")

    assert line() == [(second, 2)]
    assert_queues_add_up()


def test_an_order_that_still_waits_cannot_be_sent():
    let_wait(on_hand=1)
    order_id = place_order(("TEA", 2))
    pay(order_id)

    with pytest.raises(DomainError, match="still waits for 1 units"):
        ship_stock(order_id=order_id)


def test_a_complete_order_leaves_and_comes_back_with_all_its_units(deliver):
    let_wait(on_hand=1)
    order_id = place_order(("TEA", 3))
    pay(order_id)
    come(1, warehouse=WarehouseFactory(code="WEST").code)
    come(1)
    waiting = place_order(("TEA", 3))

    dispatch_parcel(order_id)
    deliver("inventory")
    assert sum(Stock.objects.values_list("on_hand", flat=True)) == 0
    return_parcel(order_id)
    deliver("inventory")

    assert held(waiting) == {"TEA": 3}
    assert_queues_add_up()


def test_units_are_taken_from_where_the_order_has_some_already():
    let_wait()
    for code in ("EAST", "WEST"):
        WarehouseFactory(code=code)
    order_id = place_order(("TEA", 3))
    come(1, warehouse="WEST")

    receive_delivery(warehouse="WEST", units={"TEA": 1})

    assert [(it.warehouse, it.quantity) for it in _holds(order_id)] == [("WEST", 2)]


def _holds(order_id):
    return Reservation.objects.get(pk=order_id).holds.all()


def _counted_up():
    sheet = open_count(warehouse="MAIN", skus=["TEA"])
    enter_count(sheet_id=sheet.pk, sku="TEA", counted=4)
    post_count(sheet_id=sheet.pk)


def _put_back():
    put_stock_back(
        sku="TEA", warehouse="MAIN", quantity=2, why=Unavailable.DAMAGED, reason="mended"
    )


def _transferred():
    StockFactory(sku="TEA", warehouse__code="EAST", on_hand=0)
    Stock.objects.filter(sku="TEA", warehouse="EAST").update(on_hand=2)
    Movement.objects.create(sku="TEA", warehouse="EAST", cause="received", on_hand=2, actor="x")
    transfer = draft_transfer(origin="EAST", destination="MAIN", units={"TEA": 2})
    ship_transfer(transfer_id=transfer.pk)
    receive_transfer(transfer_id=transfer.pk, units={"TEA": 2})


@pytest.mark.parametrize(
    "become_free",
    [
        lambda: come(2),
        lambda: receive_delivery(warehouse="MAIN", units={"TEA": 2}),
        lambda: adjust_stock(sku="TEA", warehouse="MAIN", delta=2, reason="found"),
        _counted_up,
        _put_back,
        _transferred,
    ],
    ids=["received", "delivered", "adjusted", "counted", "put back", "transferred"],
)
def test_however_units_become_free_those_who_wait_get_them(become_free):
    let_wait(on_hand=2)
    set_stock_aside(sku="TEA", warehouse="MAIN", quantity=2, why=Unavailable.DAMAGED, reason="fell")
    order_id = place_order(("TEA", 2))

    become_free()

    assert (held(order_id), line()) == ({"TEA": 2}, [])
    assert_queues_add_up()


def test_one_delivery_fills_several_queues_and_tells_when_the_order_is_complete(published):
    let_wait("CUP")
    let_wait("TEA")
    order_id = place_order(("TEA", 1), ("CUP", 2))

    receive_delivery(warehouse="MAIN", units={"TEA": 1, "CUP": 2})

    told = [(it.sku, it.order_is_complete) for it in published(BackorderFilled)]
    assert told == [("CUP", False), ("TEA", True)]
    assert held(order_id) == {"CUP": 2, "TEA": 1}
    assert_queues_add_up()


def test_a_long_queue_is_served_in_bites_and_the_job_goes_on(monkeypatch):
    monkeypatch.setattr("apps.inventory.services.backorders.filling.MOST_SERVED_AT_ONCE", 2)
    let_wait()
    orders = [place_order(("TEA", 1)) for _ in range(5)]

    come(5)
    new = place_order(("TEA", 1))

    assert [bool(held(order)) for order in orders] == [True, True, False, False, False]
    assert not held(new)
    assert [fill_backorders(), fill_backorders(), fill_backorders()] == [2, 1, 0]
    assert line() == [(new, 1)]
    assert_queues_add_up()
