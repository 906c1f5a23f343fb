"""What is not on its way does not arrive, and what is over is over."""

import pytest

from apps.inventory.models import Stock, TransferState
from apps.inventory.queries import ledger_drift
from apps.inventory.services import cancel_transfer, close_transfer, receive_transfer
from shop.kernel.errors import DomainError, InvalidInput
from tests.apps.inventory.transferring.transfers import arrived, balances, draft, shipped, state_of
from tests.factories.inventory import StockFactory

pytestmark = pytest.mark.django_db


def test_more_than_is_on_the_way_does_not_arrive(tea):
    transfer_id = shipped(TEA=3)
    receive_transfer(transfer_id=transfer_id, units={"TEA": 2})

    with pytest.raises(DomainError, match="Of TEA, 1 units are on the way: 2 cannot arrive"):
        receive_transfer(transfer_id=transfer_id, units={"TEA": 2})

    assert arrived(transfer_id) == {"TEA": (2, 0)}
    assert balances() == {"EAST": (2, 0), "WEST": (2, 1)}
    assert ledger_drift() == []


def test_where_one_line_cannot_arrive_none_does(tea):
    StockFactory(sku="CUP", warehouse__code="EAST", on_hand=1)
    transfer_id = shipped(TEA=3, CUP=1)

    with pytest.raises(DomainError, match="Of TEA, 3 units are on the way: 4 cannot arrive"):
        receive_transfer(transfer_id=transfer_id, units={"CUP": 1, "TEA": 4})

    assert state_of(transfer_id) == TransferState.SHIPPED
    assert arrived(transfer_id) == {"CUP": (0, 0), "TEA": (0, 0)}
    assert ledger_drift() == []


def test_what_is_not_in_the_transfer_does_not_arrive_with_it(tea):
    transfer_id = shipped(TEA=3)

    with pytest.raises(InvalidInput, match="There is no CUP, POT in transfer"):
        receive_transfer(transfer_id=transfer_id, units={"POT": 1, "CUP": 1, "TEA": 1})

    assert balances() == {"EAST": (2, 0), "WEST": (0, 3)}


def test_a_draft_is_neither_received_nor_closed(tea):
    transfer_id = draft(TEA=3)

    with pytest.raises(DomainError, match="A draft transfer cannot become partly received"):
        receive_transfer(transfer_id=transfer_id, units={"TEA": 1})
    with pytest.raises(DomainError, match="A draft transfer cannot become closed"):
        close_transfer(transfer_id=transfer_id, reason="lost")

    assert balances() == {"EAST": (5, 0)}
    assert ledger_drift() == []


def test_a_transfer_that_arrived_is_over(tea):
    transfer_id = shipped(TEA=1)
    receive_transfer(transfer_id=transfer_id, units={"TEA": 1})

    with pytest.raises(DomainError, match="A received transfer cannot become partly received"):
        receive_transfer(transfer_id=transfer_id, units={"TEA": 1})
    with pytest.raises(DomainError, match="A received transfer cannot become closed"):
        close_transfer(transfer_id=transfer_id, reason="lost")
    with pytest.raises(DomainError, match="A received transfer cannot become cancelled"):
        cancel_transfer(transfer_id=transfer_id)

    assert ledger_drift() == []


def test_what_was_given_up_does_not_arrive_after_all(tea):
    transfer_id = shipped(TEA=1)
    close_transfer(transfer_id=transfer_id, reason="lost")

    with pytest.raises(DomainError, match="A closed transfer cannot become partly received"):
        receive_transfer(transfer_id=transfer_id, units={"TEA": 1})

    assert balances() == {"EAST": (4, 0), "WEST": (0, 0)}


def test_what_is_on_its_way_is_not_cancelled(tea):
    transfer_id = shipped(TEA=1)

    with pytest.raises(DomainError, match="A shipped transfer cannot become cancelled"):
        cancel_transfer(transfer_id=transfer_id)


def test_a_balance_that_lacks_what_is_incoming_is_not_made_negative(tea):
    transfer_id = shipped(TEA=2)
    Stock.objects.filter(warehouse="WEST").update(incoming=1)

    with pytest.raises(DomainError, match="Only 1 units are on their way to TEA in WEST"):
        receive_transfer(transfer_id=transfer_id, units={"TEA": 2})
