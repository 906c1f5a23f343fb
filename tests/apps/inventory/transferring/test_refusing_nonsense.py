"""Transfers that nobody can mean are refused with a sentence, and nothing moves."""

import pytest

from apps.inventory.models import Movement, Transfer
from apps.inventory.queries import ledger_drift
from apps.inventory.services import (
    cancel_transfer,
    close_transfer,
    draft_transfer,
    receive_transfer,
    ship_transfer,
)
from shop.kernel.errors import InvalidInput, NotFound
from shop.kernel.identity import new_id
from tests.apps.inventory.transferring.transfers import balances, draft, shipped

pytestmark = pytest.mark.django_db


def test_a_transfer_goes_somewhere_else(tea):
    with pytest.raises(InvalidInput, match="goes from one warehouse to another"):
        draft_transfer(origin="EAST", destination="EAST", units={"TEA": 1})

    assert not Transfer.objects.exists()


@pytest.mark.parametrize("ends", [("EAST", "MOON"), ("MOON", "EAST")])
def test_a_transfer_is_between_warehouses_that_there_are(tea, ends):
    origin, destination = ends

    with pytest.raises(NotFound, match="There is no warehouse MOON"):
        draft_transfer(origin=origin, destination=destination, units={"TEA": 1})

    assert not Transfer.objects.exists()


@pytest.mark.parametrize("quantity", [0, -1, 1_000_001])
def test_a_quantity_that_nobody_can_mean_is_neither_drafted_nor_received(tea, quantity):
    transfer_id = shipped(TEA=2)

    with pytest.raises(InvalidInput, match="between 1 and 1,000,000"):
        draft(TEA=quantity)
    with pytest.raises(InvalidInput, match="between 1 and 1,000,000"):
        receive_transfer(transfer_id=transfer_id, units={"TEA": quantity})

    assert Transfer.objects.count() == 1
    assert balances() == {"EAST": (3, 0), "WEST": (0, 2)}
    assert ledger_drift() == []


@pytest.mark.parametrize("sku", ["", "T" * 256, "T\0"])
def test_a_sku_that_names_nothing_is_not_drafted(tea, sku):
    with pytest.raises(InvalidInput, match="A SKU has 1 to 255"):
        draft_transfer(origin="EAST", destination="WEST", units={"TEA": 1, sku: 1})

    assert not Transfer.objects.exists()


@pytest.mark.parametrize("number", [0, 301])
def test_a_transfer_has_a_few_lines(tea, number):
    units = {f"TEA-{each}": 1 for each in range(number)}

    with pytest.raises(InvalidInput, match=f"names 1 to 300 SKUs, not {number}"):
        draft(**units)


@pytest.mark.parametrize("note", ["x" * 151, "\0"])
def test_a_note_that_cannot_be_kept_is_refused(tea, note):
    transfer_id = shipped(TEA=1)

    with pytest.raises(InvalidInput, match="at most 150 printable"):
        draft_transfer(origin="EAST", destination="WEST", units={"TEA": 1}, note=note)
    with pytest.raises(InvalidInput, match="at most 150 printable"):
        close_transfer(transfer_id=transfer_id, reason=note)


def test_the_longest_reason_fits_into_the_ledger(tea):
    close_transfer(transfer_id=shipped(TEA=1), reason="x" * 150)

    assert Movement.objects.latest("id").reason.endswith("x" * 150)


@pytest.mark.parametrize("reason", ["", "  "])
def test_nothing_is_given_up_without_a_reason(tea, reason):
    transfer_id = shipped(TEA=1)

    with pytest.raises(InvalidInput, match="Say why"):
        close_transfer(transfer_id=transfer_id, reason=reason)

    assert balances()["WEST"] == (0, 1)


@pytest.mark.parametrize(
    ("service", "said"),
    [
        (ship_transfer, {}),
        (receive_transfer, {"units": {"TEA": 1}}),
        (close_transfer, {"reason": "lost"}),
        (cancel_transfer, {}),
    ],
)
def test_an_unknown_transfer_is_not_found(db, service, said):
    with pytest.raises(NotFound, match="There is no transfer"):
        service(transfer_id=new_id(), **said)
