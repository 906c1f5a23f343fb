"""Units go from one warehouse to another: nobody sells them on the way, and none is doubled."""

import pytest

from apps.inventory.models import Cause, Movement, TransferState
from apps.inventory.queries import availability_of, ledger_drift, stock_as_of
from apps.inventory.services import (
    cancel_transfer,
    close_transfer,
    draft_transfer,
    receive_transfer,
    ship_transfer,
)
from shop.events.inventory import StockRejected, StockReserved, StockUpdated
from shop.kernel import clock
from shop.kernel.context import acting_as
from shop.kernel.errors import DomainError
from tests.apps.inventory.story import place_order
from tests.apps.inventory.transferring.transfers import arrived, balances, draft, shipped, state_of
from tests.factories.inventory import StockFactory

pytestmark = pytest.mark.django_db


def test_a_draft_moves_nothing(tea):
    transfer = draft_transfer(
        origin="EAST", destination="WEST", units={"TEA": 3, "CUP": 1}, note=" for the sale "
    )

    assert (transfer.state, transfer.note) == (TransferState.DRAFT, "for the sale")
    assert [str(line) for line in transfer.lines.all()] == ["1 x CUP", "3 x TEA"]
    assert balances() == {"EAST": (5, 0)}
    assert ledger_drift() == []


def test_shipped_units_left_one_warehouse_and_are_incoming_in_the_other(tea, published):
    transfer_id = draft(TEA=3)

    with acting_as("staff:7"):
        ship_transfer(transfer_id=transfer_id)

    assert state_of(transfer_id) == TransferState.SHIPPED
    assert balances() == {"EAST": (2, 0), "WEST": (0, 3)}
    assert published(StockUpdated) == [
        StockUpdated(sku="TEA", on_hand=2, reserved=0, unavailable=0, available=2)
    ]
    lines = Movement.objects.filter(cause=Cause.TRANSFERRED).order_by("id")
    assert [(line.warehouse, line.changes()) for line in lines] == [
        ("EAST", "-3 on hand"),
        ("WEST", "+3 incoming"),
    ]
    assert {(line.actor, line.reason) for line in lines} == {("staff:7", f"transfer {transfer_id}")}
    assert ledger_drift() == []


def test_units_on_the_way_are_not_sold_and_units_that_arrived_are(tea, published):
    transfer_id = shipped(TEA=4)

    place_order(("TEA", 2))
    assert published(StockRejected)[0].shortages[0].available == 1

    receive_transfer(transfer_id=transfer_id, units={"TEA": 4})
    place_order(("TEA", 4))

    assert published(StockReserved)[0].items[0].warehouse == "WEST"
    assert availability_of(["TEA"]) == {"TEA": 1}
    assert ledger_drift() == []


def test_a_transfer_arrives_in_parts(tea, published):
    StockFactory(sku="CUP", warehouse__code="EAST", on_hand=1)
    transfer_id = shipped(TEA=4, CUP=1)

    receive_transfer(transfer_id=transfer_id, units={"TEA": 1})
    assert state_of(transfer_id) == TransferState.PARTLY_RECEIVED
    assert balances() == {"EAST": (1, 0), "WEST": (1, 3)}

    receive_transfer(transfer_id=transfer_id, units={"CUP": 1, "TEA": 2})
    assert state_of(transfer_id) == TransferState.PARTLY_RECEIVED
    assert arrived(transfer_id) == {"CUP": (1, 0), "TEA": (3, 0)}

    receive_transfer(transfer_id=transfer_id, units={"TEA": 1})
    assert state_of(transfer_id) == TransferState.RECEIVED
    assert balances() == {"EAST": (1, 0), "WEST": (4, 0)}
    assert [it.on_hand for it in published(StockUpdated) if it.sku == "TEA"] == [1, 2, 4, 5]
    assert ledger_drift() == []


def test_what_did_not_arrive_is_missing_with_the_reason_in_the_ledger(tea):
    transfer_id = shipped(TEA=4)
    receive_transfer(transfer_id=transfer_id, units={"TEA": 1})

    with acting_as("staff:7"):
        close_transfer(transfer_id=transfer_id, reason="fell off the lorry")

    assert state_of(transfer_id) == TransferState.CLOSED
    assert arrived(transfer_id) == {"TEA": (1, 3)}
    assert balances() == {"EAST": (1, 0), "WEST": (1, 0)}
    line = Movement.objects.latest("id")
    assert (line.warehouse, line.changes(), line.actor) == ("WEST", "-3 incoming", "staff:7")
    assert line.reason == f"transfer {transfer_id}: fell off the lorry"
    assert ledger_drift() == []


def test_a_transfer_of_which_nothing_arrived_is_closed_too(tea):
    transfer_id = shipped(TEA=4)

    close_transfer(transfer_id=transfer_id, reason="stolen")

    assert balances() == {"EAST": (1, 0), "WEST": (0, 0)}
    assert ledger_drift() == []


def test_only_the_lines_that_lack_something_are_given_up(tea):
    StockFactory(sku="CUP", warehouse__code="EAST", on_hand=1)
    transfer_id = shipped(TEA=4, CUP=1)
    receive_transfer(transfer_id=transfer_id, units={"CUP": 1})

    close_transfer(transfer_id=transfer_id, reason="stolen")

    assert arrived(transfer_id) == {"CUP": (1, 0), "TEA": (0, 4)}
    assert ledger_drift() == []


def test_a_cancelled_draft_ships_nothing_any_more(tea):
    transfer_id = draft(TEA=4)

    cancel_transfer(transfer_id=transfer_id)

    with pytest.raises(DomainError, match="A cancelled transfer cannot become shipped"):
        ship_transfer(transfer_id=transfer_id)
    assert balances() == {"EAST": (5, 0)}
    assert ledger_drift() == []


def test_every_moment_of_a_transfer_has_balances_of_its_own(tea):
    transfer_id = shipped(TEA=4)
    on_the_way = Movement.objects.latest("id").created_at
    receive_transfer(transfer_id=transfer_id, units={"TEA": 4})

    then = {it.warehouse: (it.on_hand, it.incoming) for it in stock_as_of("TEA", on_the_way)}

    assert then == {"EAST": (1, 0), "WEST": (0, 4)}
    assert {it.warehouse: (it.on_hand, it.incoming) for it in stock_as_of("TEA", clock.now())} == {
        "EAST": (1, 0),
        "WEST": (4, 0),
    }
