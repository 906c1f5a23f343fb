"""What was committed before the ledger counted that is brought in by one line for each place."""

from importlib import import_module

import pytest
from django.db import connection

from apps.inventory.models import Movement, Reservation, ReservationState
from apps.inventory.queries import ledger_drift
from tests.apps.inventory.story import cancel, dispatch_parcel, place_order
from tests.factories.inventory import StockFactory

pytestmark = pytest.mark.django_db

MIGRATION = import_module("apps.inventory.migrations.0003_eight_states")


def paid_before(*lines):
    """As the version before wrote it: the ledger has no number for what is committed."""
    order_id = place_order(*lines)
    Reservation.objects.filter(pk=order_id).update(state=ReservationState.COMMITTED)
    return order_id


def carry_over():
    with connection.cursor() as cursor:
        cursor.execute(MIGRATION.CARRY_OVER)


def test_open_orders_are_in_the_ledger_afterwards(deliver):
    StockFactory(sku="TEA", on_hand=9)
    StockFactory(sku="CUP", on_hand=9)
    first, second = paid_before(("TEA", 2), ("CUP", 1)), paid_before(("TEA", 3))

    carry_over()

    lines = Movement.objects.filter(cause="repaired").order_by("sku")
    assert [(line.sku, line.committed) for line in lines] == [("CUP", 1), ("TEA", 5)]
    assert ledger_drift() == []
    dispatch_parcel(first)
    cancel(second)
    deliver("inventory")
    assert ledger_drift() == []


def test_where_nothing_is_open_nothing_is_written():
    StockFactory(sku="TEA", on_hand=9)
    place_order(("TEA", 2))

    carry_over()

    assert not Movement.objects.filter(cause="repaired").exists()
