"""Several people ship, receive, close and cancel at the same time, with real connections."""

from collections import Counter

import pytest

from apps.inventory.models import Stock, TransferState
from apps.inventory.queries import ledger_drift
from apps.inventory.services import (
    cancel_transfer,
    close_transfer,
    draft_transfer,
    receive_transfer,
    ship_transfer,
)
from tests.apps.inventory.sessions import deadlocks
from tests.apps.inventory.story import place_order
from tests.apps.inventory.transferring.transfers import (
    arrived,
    balances,
    draft,
    refused,
    shipped,
    state_of,
)
from tests.factories.inventory import StockFactory
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_who_receive_the_same_units_at_once_receive_them_once(tea):
    transfer_id = shipped(TEA=4)

    outcomes = at_once(
        [refused(lambda: receive_transfer(transfer_id=transfer_id, units={"TEA": 4}))] * 4
    )

    assert Counter(outcomes) == {False: 1, True: 3}
    assert balances() == {"EAST": (1, 0), "WEST": (4, 0)}
    assert ledger_drift() == []


def test_of_many_who_unload_at_once_each_counts_what_the_others_have(tea):
    transfer_id = shipped(TEA=4)

    outcomes = at_once(
        [refused(lambda: receive_transfer(transfer_id=transfer_id, units={"TEA": 1}))] * 6
    )

    assert Counter(outcomes) == {False: 4, True: 2}
    assert arrived(transfer_id) == {"TEA": (4, 0)}
    assert state_of(transfer_id) == TransferState.RECEIVED
    assert ledger_drift() == []


def test_a_receipt_and_the_end_of_the_transfer_race_and_no_unit_is_both(tea):
    transfer_id = shipped(TEA=4)

    at_once(
        [
            refused(lambda: receive_transfer(transfer_id=transfer_id, units={"TEA": 1})),
            refused(lambda: close_transfer(transfer_id=transfer_id, reason="lost")),
            refused(lambda: receive_transfer(transfer_id=transfer_id, units={"TEA": 1})),
        ]
    )

    came, lost = arrived(transfer_id)["TEA"]
    assert came + lost == 4
    assert state_of(transfer_id) == TransferState.CLOSED
    assert balances()["WEST"] == (came, 0)
    assert ledger_drift() == []


def test_a_draft_that_is_shipped_and_cancelled_at_once_becomes_one_of_both(tea):
    transfer_id = draft(TEA=4)

    outcomes = at_once(
        [
            refused(lambda: ship_transfer(transfer_id=transfer_id)),
            refused(lambda: cancel_transfer(transfer_id=transfer_id)),
        ]
    )

    assert sorted(outcomes) == [False, True]
    assert ledger_drift() == []


def test_transfers_in_opposite_directions_and_orders_do_not_block_each_other():
    for sku in ("CUP", "TEA"):
        for code in ("EAST", "WEST"):
            StockFactory(sku=sku, warehouse__code=code, on_hand=100)
    before = deadlocks()

    def send(origin, destination):
        for _ in range(10):
            transfer = draft_transfer(
                origin=origin, destination=destination, units={"TEA": 1, "CUP": 1}
            )
            ship_transfer(transfer_id=transfer.id)
            receive_transfer(transfer_id=transfer.id, units={"CUP": 1, "TEA": 1})

    at_once(
        [
            lambda: send("EAST", "WEST"),
            lambda: send("WEST", "EAST"),
            lambda: [place_order(("TEA", 1), ("CUP", 1)) for _ in range(20)],
        ]
    )

    assert sum(Stock.objects.values_list("on_hand", flat=True)) == 400
    assert sum(Stock.objects.values_list("reserved", flat=True)) == 40
    assert deadlocks() == before
    assert ledger_drift() == []
