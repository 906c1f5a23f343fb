import pytest
from django.db import IntegrityError

from apps.inventory.models import Cause, Movement, Stock
from tests.factories.inventory import (
    HoldFactory,
    MovementFactory,
    ReservationFactory,
    StockFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("balances", [{"reserved": 6}, {"reserved": -1}, {"on_hand": -1}])
def test_the_database_refuses_to_oversell(balances):
    StockFactory(on_hand=5)

    with pytest.raises(IntegrityError, match="inventory_stock_not_oversold"):
        Stock.objects.update(**balances)


def test_the_database_refuses_to_change_the_ledger():
    MovementFactory(on_hand=5)

    with pytest.raises(IntegrityError, match="inventory_movement is append-only: UPDATE refused"):
        Movement.objects.update(on_hand=99)


def test_the_database_refuses_to_forget_a_line_of_the_ledger():
    movement = MovementFactory(on_hand=5)

    with pytest.raises(IntegrityError, match="inventory_movement is append-only: DELETE refused"):
        movement.delete()


@pytest.mark.parametrize(
    ("cause", "on_hand", "reserved"),
    [
        (Cause.RECEIVED, -1, 0),
        (Cause.RECEIVED, 1, 1),
        (Cause.ADJUSTED, 0, 0),
        (Cause.HELD, 0, -1),
        (Cause.RELEASED, 0, 1),
        (Cause.COMMITTED, 0, 1),
        (Cause.SHIPPED, -1, 0),
        (Cause.RETURNED, 0, 0),
        ("lost", 1, 0),
    ],
)
def test_the_database_refuses_a_movement_that_its_cause_does_not_make(cause, on_hand, reserved):
    with pytest.raises(IntegrityError, match="inventory_movement_cause"):
        MovementFactory(cause=cause, on_hand=on_hand, reserved=reserved)


def test_the_database_refuses_an_unknown_state():
    with pytest.raises(IntegrityError, match="inventory_reservation_state"):
        ReservationFactory(state="forgotten")


def test_the_database_refuses_a_hold_without_end():
    with pytest.raises(IntegrityError, match="inventory_reservation_expires"):
        ReservationFactory(expires_at=None)


def test_the_database_refuses_a_hold_of_nothing():
    with pytest.raises(IntegrityError, match="inventory_hold_quantity"):
        HoldFactory(quantity=0)
