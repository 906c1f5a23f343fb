"""Units that lie in the house and are not for sale, and what the ledger knows of all of them."""

from datetime import timedelta

import pytest

from apps.inventory.models import Cause, Movement, Unavailable
from apps.inventory.queries import availability_of, ledger_drift, stock_as_of, stock_as_recorded
from apps.inventory.services import (
    adjust_stock,
    put_stock_back,
    receive_stock,
    set_stock_aside,
    write_stock_off,
)
from shop.events.inventory import StockRejected, StockUpdated
from shop.kernel.context import acting_as
from shop.kernel.errors import DomainError, InvalidInput
from tests.apps.inventory.story import cancel, dispatch_parcel, pay, place_order
from tests.factories.inventory import StockFactory

pytestmark = pytest.mark.django_db

TEA = {"sku": "TEA", "warehouse": "MAIN"}


def balances():
    (place,) = stock_as_recorded("TEA")
    return place


@pytest.mark.parametrize("why", Unavailable)
def test_units_that_are_set_aside_are_on_hand_and_not_for_sale(published, why):
    StockFactory(sku="TEA", on_hand=5)

    with acting_as("staff:7"):
        set_stock_aside(**TEA, quantity=2, why=why, reason="wet box")

    assert (balances().on_hand, balances().free, getattr(balances(), why)) == (5, 3, 2)
    assert availability_of(["TEA"]) == {"TEA": 3}
    line = Movement.objects.latest("id")
    assert (line.cause, line.actor, line.reason) == (Cause.SET_ASIDE, "staff:7", "wet box")
    assert published(StockUpdated) == [
        StockUpdated(sku="TEA", on_hand=5, reserved=0, unavailable=2, available=3)
    ]
    assert ledger_drift() == []


def test_nobody_is_sold_what_was_set_aside(published):
    StockFactory(sku="TEA", on_hand=5)
    set_stock_aside(**TEA, quantity=4, why=Unavailable.QUALITY_CONTROL, reason="new batch")

    place_order(("TEA", 2))

    assert published(StockRejected)[0].shortages[0].available == 1


def test_the_last_free_unit_is_sold_beside_those_that_were_set_aside():
    StockFactory(sku="TEA", on_hand=5)
    set_stock_aside(**TEA, quantity=4, why=Unavailable.SAFETY_STOCK, reason="for returns")

    place_order(("TEA", 1))

    assert (balances().reserved, balances().free) == (1, 0)
    assert ledger_drift() == []


def test_promised_units_are_not_set_aside():
    StockFactory(sku="TEA", on_hand=5)
    place_order(("TEA", 4))

    with pytest.raises(DomainError, match="5 units, 4 of them promised to orders and 0 unavail"):
        set_stock_aside(**TEA, quantity=2, why=Unavailable.DAMAGED, reason="rain")

    assert balances().damaged == 0
    assert ledger_drift() == []


def test_units_that_were_set_aside_are_not_adjusted_away():
    StockFactory(sku="TEA", on_hand=5)
    set_stock_aside(**TEA, quantity=4, why=Unavailable.DAMAGED, reason="rain")

    with pytest.raises(DomainError, match="0 of them promised to orders and 4 unavailable"):
        adjust_stock(**TEA, delta=-2, reason="gone")


def test_units_come_back_from_where_they_were_set_aside():
    StockFactory(sku="TEA", on_hand=5)
    set_stock_aside(**TEA, quantity=3, why=Unavailable.QUALITY_CONTROL, reason="new batch")

    put_stock_back(**TEA, quantity=2, why=Unavailable.QUALITY_CONTROL, reason="passed")

    assert (balances().quality_control, balances().free) == (1, 4)
    assert ledger_drift() == []


def test_more_than_was_set_aside_does_not_come_back():
    StockFactory(sku="TEA", on_hand=5)
    set_stock_aside(**TEA, quantity=3, why=Unavailable.DAMAGED, reason="rain")

    with pytest.raises(DomainError, match="3 damaged, 0 quality control, 0 safety stock"):
        put_stock_back(**TEA, quantity=1, why=Unavailable.SAFETY_STOCK, reason="sale")


def test_damaged_units_are_written_off():
    StockFactory(sku="TEA", on_hand=5)
    set_stock_aside(**TEA, quantity=3, why=Unavailable.DAMAGED, reason="rain")

    write_stock_off(**TEA, quantity=2, why=Unavailable.DAMAGED, reason="thrown away")

    assert (balances().on_hand, balances().damaged, balances().free) == (3, 1, 2)
    line = Movement.objects.latest("id")
    assert (line.cause, line.on_hand, line.damaged) == (Cause.WRITTEN_OFF, -2, -2)
    assert ledger_drift() == []


def test_free_units_are_written_off():
    StockFactory(sku="TEA", on_hand=5)

    write_stock_off(**TEA, quantity=5, reason="fire")

    assert balances().on_hand == 0
    assert ledger_drift() == []


def test_safety_stock_is_not_written_off_as_such():
    StockFactory(sku="TEA", on_hand=5)

    with pytest.raises(InvalidInput, match="put it back, then write it off"):
        write_stock_off(**TEA, quantity=1, why=Unavailable.SAFETY_STOCK, reason="fire")


@pytest.mark.parametrize("quantity", [0, -1, 1_000_001])
@pytest.mark.parametrize("verb", [set_stock_aside, put_stock_back, write_stock_off])
def test_a_quantity_that_nobody_can_mean_is_refused(verb, quantity):
    StockFactory(sku="TEA", on_hand=5)

    with pytest.raises(InvalidInput, match="between 1 and 1,000,000"):
        verb(**TEA, quantity=quantity, why=Unavailable.DAMAGED, reason="?")


def test_paid_units_are_committed_until_they_leave(deliver):
    StockFactory(sku="TEA", on_hand=5)
    order_id = place_order(("TEA", 2))
    assert (balances().reserved, balances().committed) == (2, 0)

    pay(order_id)
    assert (balances().reserved, balances().committed) == (2, 2)
    assert ledger_drift() == []

    dispatch_parcel(order_id)
    deliver("inventory")
    assert (balances().on_hand, balances().reserved, balances().committed) == (3, 0, 0)
    assert ledger_drift() == []


@pytest.mark.parametrize("is_paid", [True, False])
def test_a_cancelled_order_leaves_nothing_committed(deliver, is_paid):
    StockFactory(sku="TEA", on_hand=5)
    order_id = place_order(("TEA", 2))
    if is_paid:
        pay(order_id)

    cancel(order_id)
    deliver("inventory")

    assert (balances().reserved, balances().committed) == (0, 0)
    assert ledger_drift() == []


def test_every_moment_has_the_balances_of_its_own():
    StockFactory(sku="TEA", on_hand=5)
    receive_stock(**TEA, quantity=2)
    set_stock_aside(**TEA, quantity=3, why=Unavailable.DAMAGED, reason="rain")
    moments = Movement.objects.order_by("id").values_list("created_at", flat=True)

    places = [stock_as_of("TEA", moment)[0] for moment in moments]

    assert [(then.on_hand, then.damaged, then.free) for then in places] == [
        (5, 0, 5),
        (7, 0, 7),
        (7, 3, 4),
    ]
    assert places[-1] == balances()


def test_before_anything_came_there_is_nothing():
    StockFactory(sku="TEA", on_hand=5)
    came = Movement.objects.get().created_at

    assert stock_as_of("TEA", came - timedelta(microseconds=1)) == []
