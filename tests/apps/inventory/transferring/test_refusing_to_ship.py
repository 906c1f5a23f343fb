"""What is promised, set aside, not there or sent already does not leave."""

import pytest

from apps.inventory.models import Stock, TransferState, Unavailable
from apps.inventory.queries import ledger_drift
from apps.inventory.services import set_stock_aside, ship_transfer
from shop.kernel.errors import DomainError
from tests.apps.inventory.story import place_order
from tests.apps.inventory.transferring.transfers import balances, draft, shipped, state_of
from tests.factories.inventory import StockFactory

pytestmark = pytest.mark.django_db


def test_promised_units_are_not_sent_away(tea):
    place_order(("TEA", 2))
    transfer_id = draft(TEA=4)

    with pytest.raises(DomainError, match="TEA in EAST has 5 units, 2 of them promised"):
        ship_transfer(transfer_id=transfer_id)

    assert state_of(transfer_id) == TransferState.DRAFT
    assert balances() == {"EAST": (5, 0)}
    assert ledger_drift() == []


def test_units_that_were_set_aside_are_not_sent_away(tea):
    set_stock_aside(sku="TEA", warehouse="EAST", quantity=2, why=Unavailable.DAMAGED, reason="rain")
    transfer_id = draft(TEA=4)

    with pytest.raises(DomainError, match="and 2 unavailable is impossible"):
        ship_transfer(transfer_id=transfer_id)


def test_where_one_line_cannot_be_shipped_none_is(tea):
    transfer_id = draft(TEA=4, CUP=1)

    with pytest.raises(DomainError, match="CUP in EAST has 0 units"):
        ship_transfer(transfer_id=transfer_id)

    assert balances() == {"EAST": (5, 0)}
    assert Stock.objects.count() == 1
    assert ledger_drift() == []


def test_a_transfer_is_shipped_once(tea):
    transfer_id = shipped(TEA=2)

    with pytest.raises(DomainError, match="A shipped transfer cannot become shipped"):
        ship_transfer(transfer_id=transfer_id)

    assert balances() == {"EAST": (3, 0), "WEST": (0, 2)}
    assert ledger_drift() == []


def test_a_warehouse_expects_no_more_than_it_can_hold(tea):
    StockFactory(sku="TEA", warehouse__code="WEST", on_hand=0, incoming=1_000_000_000)
    transfer_id = draft(TEA=1)

    with pytest.raises(DomainError, match="TEA in WEST cannot hold more than 1,000,000,000"):
        ship_transfer(transfer_id=transfer_id)
