from datetime import timedelta

import pytest

from apps.inventory.models import Cause, Movement, Reservation, ReservationState, Stock
from apps.inventory.queries import ledger_drift
from apps.inventory.services import release_hold, release_lapsed_holds, release_stock
from apps.inventory.tasks import release_lapsed_holds as release_lapsed_holds_task
from shop.events.inventory import HeldStock, StockReleased
from shop.kernel import clock
from shop.kernel.errors import DomainError, InvalidInput, NotYet
from shop.kernel.identity import new_id
from tests.apps.inventory.story import cancel, pay, place_order
from tests.factories.inventory import StockFactory

pytestmark = pytest.mark.django_db


def in_eleven_minutes():
    return clock.travelled_to(clock.now() + timedelta(minutes=11))


def test_a_cancelled_order_lets_its_units_go(deliver, published):
    StockFactory(sku="TEA", on_hand=5)
    order_id = place_order(("TEA", 2))

    cancel(order_id)
    deliver("inventory")

    assert published(StockReleased) == [
        StockReleased(
            order_id=order_id,
            items=(HeldStock(sku="TEA", warehouse="MAIN", quantity=2),),
            reason="cancelled",
        )
    ]
    assert Stock.objects.get().reserved == 0
    assert ledger_drift() == []


def test_a_cancelled_order_lets_paid_units_go(deliver):
    StockFactory(sku="TEA", on_hand=5)
    order_id = place_order(("TEA", 2))
    pay(order_id)

    cancel(order_id)
    deliver("inventory")

    assert Reservation.objects.get().state == ReservationState.RELEASED
    assert Stock.objects.get().reserved == 0


def test_units_are_let_go_once(deliver):
    StockFactory(sku="TEA", on_hand=5)
    order_id = place_order(("TEA", 2))

    cancel(order_id)
    cancel(order_id)
    deliver("inventory")

    assert Movement.objects.filter(cause=Cause.RELEASED).count() == 1
    assert Stock.objects.get().reserved == 0


def test_a_rejected_order_has_nothing_to_let_go(deliver, published):
    order_id = place_order(("TEA", 2))

    cancel(order_id)
    deliver("inventory")

    assert published(StockReleased) == []
    assert Reservation.objects.get().state == ReservationState.REJECTED


def test_a_cancellation_that_comes_before_the_order_waits():
    with pytest.raises(NotYet, match="No stock was asked for order"):
        release_stock(order_id=new_id())


def test_the_sweeper_releases_every_hold_whose_time_is_over(published):
    StockFactory(sku="TEA", on_hand=5)
    first, second = place_order(("TEA", 2)), place_order(("TEA", 1))

    with in_eleven_minutes():
        released = release_lapsed_holds_task()

    assert released == 2
    assert [event.order_id for event in published(StockReleased)] == [first, second]
    assert {event.reason for event in published(StockReleased)} == {"expired"}
    assert Stock.objects.get().reserved == 0
    assert ledger_drift() == []


def test_the_sweeper_leaves_young_and_paid_holds_alone():
    StockFactory(sku="TEA", on_hand=5)
    pay(place_order(("TEA", 2)))
    with in_eleven_minutes():
        place_order(("TEA", 1))

        assert release_lapsed_holds() == 0

    assert Stock.objects.get().reserved == 3


def test_staff_release_what_a_buyer_has_not_paid(published):
    StockFactory(sku="TEA", on_hand=5)
    order_id = place_order(("TEA", 2))

    release_hold(order_id=order_id, reason=" a reseller ")

    assert [event.reason for event in published(StockReleased)] == ["released"]
    assert Movement.objects.latest("id").reason == "a reseller"
    assert Stock.objects.get().reserved == 0
    assert ledger_drift() == []


def test_staff_do_not_release_what_is_paid():
    StockFactory(sku="TEA", on_hand=5)
    order_id = place_order(("TEA", 2))
    pay(order_id)

    with pytest.raises(DomainError, match="only units of a buyer who has not paid"):
        release_hold(order_id=order_id, reason="a reseller")

    assert Stock.objects.get().reserved == 2


@pytest.mark.parametrize("reason", ["", "  ", "x" * 151, "\0"])
def test_staff_say_why_they_release(reason):
    StockFactory(sku="TEA", on_hand=5)
    order_id = place_order(("TEA", 2))

    with pytest.raises(InvalidInput):
        release_hold(order_id=order_id, reason=reason)

    assert Stock.objects.get().reserved == 2
