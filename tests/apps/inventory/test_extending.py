"""A hold lasts longer while its buyer is at it, and no longer than its limit."""

from datetime import timedelta

import pytest

from apps.inventory.models import Reservation, ReservationState
from apps.inventory.services import agree_on_terms, extend_hold, release_lapsed_holds
from shop.events.inventory import StockHoldExtended
from shop.kernel import clock
from shop.kernel.errors import NotYet
from shop.kernel.identity import new_id
from tests.apps.inventory.story import pay, place_order
from tests.factories.inventory import ReservationFactory, StockFactory

pytestmark = pytest.mark.django_db


def extended_after(minutes: float, *, order_id, since) -> float:
    """Extends the hold that long after `since`; about how many minutes it is held."""
    with clock.travelled_to(since + timedelta(minutes=minutes)):
        extend_hold(order_id=order_id)
    return round((Reservation.objects.get().expires_at - since) / timedelta(minutes=1), 1)


@pytest.fixture
def noon():
    moment = clock.now()
    with clock.travelled_to(moment):
        yield moment


@pytest.fixture
def held(noon):
    StockFactory(sku="TEA", on_hand=5)
    return place_order(("TEA", 2))


def test_a_buyer_who_is_at_it_has_as_long_again(published, held, noon):
    assert extended_after(8, order_id=held, since=noon) == 18

    until = Reservation.objects.get().expires_at
    assert published(StockHoldExtended) == [StockHoldExtended(order_id=held, expires_at=until)]


def test_a_hold_is_never_extended_beyond_three_times_its_length(published, held, noon):
    assert extended_after(9, order_id=held, since=noon) == 19
    assert extended_after(18, order_id=held, since=noon) == 28
    assert extended_after(27, order_id=held, since=noon) == 30
    assert extended_after(29, order_id=held, since=noon) == 30

    assert len(published(StockHoldExtended)) == 3


def test_a_product_with_a_short_hold_has_a_short_limit(noon):
    StockFactory(sku="TEA", on_hand=5)
    agree_on_terms(sku="TEA", hold_minutes=2)
    order_id = place_order(("TEA", 1))

    assert extended_after(1.5, order_id=order_id, since=noon) == 3.5
    assert extended_after(5.5, order_id=order_id, since=noon) == 6


def test_what_was_extended_is_left_alone_by_the_sweeper_until_then(held, noon):
    extended_after(8, order_id=held, since=noon)

    with clock.travelled_to(noon + timedelta(minutes=17)):
        assert release_lapsed_holds() == 0
    with clock.travelled_to(noon + timedelta(minutes=19)):
        assert release_lapsed_holds() == 1


def test_a_lapsed_hold_that_nobody_needed_is_kept_after_all(held, noon):
    assert extended_after(12, order_id=held, since=noon) == 22


def test_what_was_released_stays_released(published, held, noon):
    with clock.travelled_to(noon + timedelta(minutes=11)):
        release_lapsed_holds()
        extend_hold(order_id=held)

    assert Reservation.objects.get().state == ReservationState.RELEASED
    assert published(StockHoldExtended) == []


def test_what_is_paid_has_no_limit_to_extend(published, held):
    pay(held)

    extend_hold(order_id=held)

    assert published(StockHoldExtended) == []


def test_a_hold_without_a_known_length_ends_when_it_was_to_end(published):
    before = ReservationFactory().expires_at

    extend_hold(order_id=Reservation.objects.get().order_id)

    assert Reservation.objects.get().expires_at == before
    assert published(StockHoldExtended) == []


def test_an_order_that_is_not_known_yet_waits():
    with pytest.raises(NotYet, match="No stock was asked for order"):
        extend_hold(order_id=new_id())
