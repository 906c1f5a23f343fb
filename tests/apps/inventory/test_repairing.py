"""Books that do not agree are brought in line, and the ledger says so."""

import pytest

from apps.inventory.models import Cause, Movement, Reservation, ReservationState, Stock
from apps.inventory.queries import ledger_drift, stock_as_recorded
from apps.inventory.services import repair_drift
from shop.events.inventory import StockUpdated
from shop.kernel.context import acting_as
from shop.kernel.errors import DomainError
from tests.apps.inventory.story import place_order
from tests.factories.inventory import HoldFactory, MovementFactory, ReservationFactory, StockFactory

pytestmark = pytest.mark.django_db


def last_line():
    return Movement.objects.latest("id")


def test_where_nothing_is_wrong_nothing_is_written():
    StockFactory(sku="TEA", on_hand=5)

    assert repair_drift() == []

    assert Movement.objects.count() == 1


def test_what_is_on_hand_is_what_the_ledger_says(published):
    StockFactory(sku="TEA", on_hand=5)
    Stock.objects.update(on_hand=7)

    with acting_as("staff:7"):
        (mended,) = repair_drift()

    assert str(mended) == "on hand: 7 recorded, 5 by ledger"
    assert stock_as_recorded("TEA")[0].on_hand == 5
    assert (last_line().cause, last_line().reason) == (Cause.REPAIRED, str(mended))
    assert (last_line().on_hand, last_line().actor) == (0, "staff:7")
    assert [event.on_hand for event in published(StockUpdated)] == [5]
    assert ledger_drift() == []


def test_what_is_reserved_is_what_the_open_holds_say():
    StockFactory(sku="TEA", on_hand=5)
    place_order(("TEA", 4))
    Reservation.objects.update(state=ReservationState.RELEASED)

    repair_drift()

    assert stock_as_recorded("TEA")[0].reserved == 0
    assert last_line().reserved == -4
    assert ledger_drift() == []


def test_what_is_committed_is_what_the_paid_holds_say():
    StockFactory(sku="TEA", on_hand=5)
    place_order(("TEA", 4))
    Reservation.objects.update(state=ReservationState.COMMITTED)

    repair_drift()

    assert last_line().committed == 4
    assert ledger_drift() == []


def test_a_ledger_without_a_balance_gets_one():
    MovementFactory(sku="TEA", on_hand=3)
    StockFactory(sku="CUP")

    repair_drift()

    assert stock_as_recorded("TEA")[0].on_hand == 3
    assert ledger_drift() == []


def test_all_that_is_wrong_in_a_place_is_one_line():
    StockFactory(sku="TEA", on_hand=5)
    Stock.objects.update(on_hand=9, damaged=1, reserved=2)

    repair_drift()

    assert Movement.objects.filter(cause=Cause.REPAIRED).count() == 1
    assert ledger_drift() == []


def test_more_promised_than_there_is_has_to_be_counted_first():
    StockFactory(sku="TEA", on_hand=1)
    StockFactory(sku="CUP", on_hand=5)
    Stock.objects.filter(sku="CUP").update(on_hand=7)
    HoldFactory(reservation=ReservationFactory(), sku="TEA", quantity=3)

    with pytest.raises(DomainError, match="1 units by the ledger, but 3 are promised"):
        repair_drift()

    assert stock_as_recorded("CUP")[0].on_hand == 5
    assert [drift.sku for drift in ledger_drift()] == ["TEA"]
