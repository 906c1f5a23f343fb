from datetime import timedelta

import pytest

from apps.inventory.models import Movement, Reservation, ReservationState, Stock
from apps.inventory.queries import ledger_drift
from apps.inventory.services import release_lapsed_holds, ship_stock
from shop.events.inventory import HeldStock, StockCommitted, StockLost
from shop.kernel import clock
from shop.kernel.errors import DomainError, NotYet
from shop.kernel.identity import new_id
from tests.apps.inventory.story import cancel, dispatch_parcel, pay, place_order, return_parcel
from tests.factories.inventory import StockFactory

pytestmark = pytest.mark.django_db


def in_eleven_minutes():
    return clock.travelled_to(clock.now() + timedelta(minutes=11))


def state_of(order_id):
    return Reservation.objects.get(pk=order_id).state


def balances():
    stock = Stock.objects.get()
    return stock.on_hand, stock.reserved


def causes():
    return list(Movement.objects.order_by("id").values_list("cause", flat=True))


def test_paid_units_are_the_buyers(published):
    StockFactory(sku="TEA", on_hand=5)
    order_id = place_order(("TEA", 2))

    pay(order_id)

    assert state_of(order_id) == ReservationState.COMMITTED
    assert published(StockCommitted) == [
        StockCommitted(
            order_id=order_id, items=(HeldStock(sku="TEA", warehouse="MAIN", quantity=2),)
        )
    ]
    assert causes() == ["received", "held", "committed"]
    assert balances() == (5, 2)


def test_money_in_time_counts_although_the_relay_was_slow(published):
    StockFactory(sku="TEA", on_hand=5)
    order_id = place_order(("TEA", 2))

    with in_eleven_minutes():
        pay(order_id)

    assert state_of(order_id) == ReservationState.COMMITTED
    assert published(StockLost) == []


def test_money_after_the_release_finds_nothing_any_more(published):
    StockFactory(sku="TEA", on_hand=5)
    order_id = place_order(("TEA", 2))
    with in_eleven_minutes():
        release_lapsed_holds()

    pay(order_id)

    assert published(StockLost) == [StockLost(order_id=order_id)]
    assert state_of(order_id) == ReservationState.RELEASED


def test_money_for_a_rejected_order_finds_nothing(published):
    order_id = place_order(("TEA", 2))

    pay(order_id)

    assert published(StockLost) == [StockLost(order_id=order_id)]


def test_a_second_payment_changes_nothing(published):
    StockFactory(sku="TEA", on_hand=5)
    order_id = place_order(("TEA", 2))
    pay(order_id)

    pay(order_id)

    assert len(published(StockCommitted)) == 1
    assert causes() == ["received", "held", "committed"]


def test_money_for_an_order_that_nobody_knows_waits():
    with pytest.raises(NotYet, match="No stock was asked for order"):
        pay(new_id())


def test_dispatched_units_are_no_longer_on_hand(deliver):
    StockFactory(sku="TEA", on_hand=5)
    order_id = place_order(("TEA", 2))
    pay(order_id)

    dispatch_parcel(order_id)
    deliver("inventory")

    assert state_of(order_id) == ReservationState.SHIPPED
    assert balances() == (3, 0)
    assert ledger_drift() == []


def test_returned_units_are_on_hand_again(deliver):
    StockFactory(sku="TEA", on_hand=5)
    order_id = place_order(("TEA", 2))
    pay(order_id)
    dispatch_parcel(order_id)

    return_parcel(order_id)
    deliver("inventory")

    assert state_of(order_id) == ReservationState.RETURNED
    assert balances() == (5, 0)
    assert causes() == ["received", "held", "committed", "shipped", "returned"]
    assert ledger_drift() == []


def test_a_parcel_leaves_and_comes_back_once(deliver):
    StockFactory(sku="TEA", on_hand=5)
    order_id = place_order(("TEA", 2))
    pay(order_id)
    for _ in range(2):
        dispatch_parcel(order_id)
    for _ in range(2):
        return_parcel(order_id)

    deliver("inventory")

    assert causes() == ["received", "held", "committed", "shipped", "returned"]


def test_units_that_nobody_paid_for_cannot_leave():
    StockFactory(sku="TEA", on_hand=5)
    order_id = place_order(("TEA", 2))

    with pytest.raises(DomainError, match="A held reservation cannot become shipped"):
        ship_stock(order_id=order_id)

    assert balances() == (5, 2)


def test_a_parcel_that_left_cannot_be_cancelled_out_of_the_books(deliver):
    StockFactory(sku="TEA", on_hand=5)
    order_id = place_order(("TEA", 2))
    pay(order_id)
    dispatch_parcel(order_id)

    cancel(order_id)
    deliver("inventory")

    assert state_of(order_id) == ReservationState.SHIPPED
    assert balances() == (3, 0)
