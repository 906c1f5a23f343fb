from datetime import timedelta

import pytest

from apps.inventory.models import Reservation, ReservationState, Stock, Unavailable
from apps.inventory.queries import (
    OverdueReservation,
    RecordedStock,
    availability_of,
    ledger_drift,
    reservations_overdue,
    stock_as_recorded,
)
from apps.inventory.queries.drift import Drift
from shop.kernel import clock
from tests.apps.inventory.story import place_order
from tests.factories.inventory import HoldFactory, MovementFactory, StockFactory

pytestmark = pytest.mark.django_db


def in_eleven_minutes():
    return clock.travelled_to(clock.now() + timedelta(minutes=11))


def test_free_units_of_all_warehouses_are_available():
    StockFactory(sku="TEA", warehouse__code="EAST", on_hand=2)
    StockFactory(sku="TEA", warehouse__code="WEST", on_hand=3)
    StockFactory(sku="CUP", on_hand=1)
    place_order(("TEA", 4))

    assert availability_of(["TEA", "CUP", "POT"]) == {"TEA": 1, "CUP": 1}


def test_units_of_a_lapsed_hold_are_available():
    StockFactory(sku="TEA", on_hand=5)
    place_order(("TEA", 4))

    with in_eleven_minutes():
        assert availability_of(["TEA"]) == {"TEA": 5}


def test_recorded_stock_ignores_what_lapsed():
    StockFactory(sku="TEA", on_hand=5)
    place_order(("TEA", 4))

    with in_eleven_minutes():
        assert stock_as_recorded("TEA") == [
            RecordedStock(
                sku="TEA",
                warehouse="MAIN",
                on_hand=5,
                reserved=4,
                committed=0,
                damaged=0,
                quality_control=0,
                safety_stock=0,
            )
        ]


def test_a_balance_that_the_ledger_does_not_explain_is_drift():
    StockFactory(sku="TEA", on_hand=5)
    Stock.objects.update(on_hand=7)

    assert ledger_drift() == [Drift("TEA", "MAIN", "on_hand", 7, 5, None)]


def test_a_reserved_unit_that_nobody_holds_is_drift():
    StockFactory(sku="TEA", on_hand=5)
    place_order(("TEA", 4))
    Reservation.objects.update(state=ReservationState.RELEASED)

    assert ledger_drift() == [Drift("TEA", "MAIN", "reserved", 4, 4, 0)]


def test_a_committed_unit_that_the_ledger_does_not_know_is_drift():
    StockFactory(sku="TEA", on_hand=5)
    place_order(("TEA", 4))
    Reservation.objects.update(state=ReservationState.COMMITTED)

    assert ledger_drift() == [Drift("TEA", "MAIN", "committed", None, 0, 4)]


@pytest.mark.parametrize("balance", Unavailable.values)
def test_a_unit_that_was_set_aside_without_a_line_is_drift(balance):
    StockFactory(sku="TEA", on_hand=5, **{balance: 2})

    assert ledger_drift() == [Drift("TEA", "MAIN", balance, 2, 0, None)]


def test_a_ledger_line_or_a_hold_without_a_balance_is_drift():
    MovementFactory(sku="TEA", on_hand=1)
    HoldFactory(sku="CUP", quantity=1)

    assert ledger_drift() == [
        Drift("CUP", "MAIN", "reserved", 0, 0, 1),
        Drift("TEA", "MAIN", "on_hand", 0, 1, None),
    ]


def test_a_hold_that_lapsed_a_minute_ago_is_overdue():
    StockFactory(sku="TEA", on_hand=5)
    order_id = place_order(("TEA", 4))
    expires_at = Reservation.objects.get().expires_at

    with clock.travelled_to(expires_at + timedelta(seconds=30)):
        assert reservations_overdue() == []
    with in_eleven_minutes():
        assert reservations_overdue() == [
            OverdueReservation(order_id=order_id, expires_at=expires_at)
        ]
