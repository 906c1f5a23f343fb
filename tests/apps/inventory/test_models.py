import pytest
from django.db import IntegrityError

from apps.inventory.models import Cause, Movement, Stock
from tests.factories.inventory import (
    HoldFactory,
    MovementFactory,
    ReservationFactory,
    StockFactory,
    TransferFactory,
    TransferLineFactory,
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


@pytest.mark.parametrize(
    "wrong",
    [
        {"on_hand": 1},
        {"on_hand": -1, "incoming": 1},
        {"on_hand": 1, "incoming": 1},
        {"on_hand": 2, "incoming": -1},
        {"on_hand": 0, "incoming": 0},
        {"on_hand": 0, "incoming": 1, "reserved": 1},
        {"on_hand": -1, "reserved": -1},
        {"on_hand": 1, "incoming": -1, "damaged": 1},
    ],
)
def test_the_database_refuses_a_line_that_no_transfer_writes(wrong):
    with pytest.raises(IntegrityError, match="inventory_movement_cause"):
        MovementFactory(cause=Cause.TRANSFERRED, **wrong)


def test_the_database_refuses_to_await_less_than_nothing():
    StockFactory()

    with pytest.raises(IntegrityError, match="inventory_stock_incoming"):
        Stock.objects.update(incoming=-1)


@pytest.mark.parametrize(
    ("wrong", "broken"),
    [
        ({"state": "forgotten", "shipped_at": "2026-01-01T00:00:00Z"}, "state"),
        ({"state": "shipped"}, "shipped"),
        ({"state": "draft", "shipped_at": "2026-01-01T00:00:00Z"}, "shipped"),
        ({"state": "cancelled"}, "closed"),
        ({"state": "draft", "closed_at": "2026-01-01T00:00:00Z"}, "closed"),
        ({"destination_id": "EAST"}, "elsewhere"),
    ],
)
def test_the_database_refuses_an_impossible_transfer(wrong, broken):
    with pytest.raises(IntegrityError, match=f"inventory_transfer_{broken}"):
        TransferFactory(**wrong)


@pytest.mark.parametrize(
    ("wrong", "broken"),
    [
        ({"quantity": 0}, "quantity"),
        ({"received": -1}, "arrived"),
        ({"missing": -1}, "arrived"),
        ({"received": 1, "missing": 1}, "arrived"),
    ],
)
def test_the_database_refuses_an_impossible_line(wrong, broken):
    with pytest.raises(IntegrityError, match=f"inventory_transferline_{broken}"):
        TransferLineFactory(**wrong)


def test_the_database_refuses_a_sku_twice_in_a_transfer():
    line = TransferLineFactory(sku="TEA")

    with pytest.raises(IntegrityError, match="inventory_transferline_once"):
        TransferLineFactory(transfer=line.transfer, sku="TEA")
