import pytest
from django.db import IntegrityError

from apps.inventory.models import CountLine, CountSheet, Stock
from shop.kernel import clock
from shop.kernel.errors import InvalidInput
from tests.factories.inventory import CountLineFactory, CountSheetFactory

pytestmark = pytest.mark.django_db


def test_the_database_refuses_a_sheet_in_an_unknown_state():
    CountSheetFactory()

    with pytest.raises(IntegrityError, match="inventory_count_state"):
        CountSheet.objects.update(state="lost", ended_at=clock.now())


@pytest.mark.parametrize("state", ["posted", "cancelled"])
def test_the_database_refuses_a_sheet_that_ended_at_no_time(state):
    with pytest.raises(IntegrityError, match="inventory_count_ended"):
        CountSheetFactory(state=state)


def test_the_database_refuses_an_open_sheet_that_has_ended():
    with pytest.raises(IntegrityError, match="inventory_count_ended"):
        CountSheetFactory(ended_at=clock.now())


def test_the_database_refuses_a_sku_twice_on_a_sheet():
    line = CountLineFactory()

    with pytest.raises(IntegrityError, match="inventory_count_line_once"):
        CountLineFactory(sheet=line.sheet, sku=line.sku)


def test_the_database_refuses_a_line_without_a_sku():
    with pytest.raises(IntegrityError, match="inventory_count_line_named"):
        CountLineFactory(sku="")


@pytest.mark.parametrize("missing", ["counted", "expected", "counted_at"])
def test_the_database_refuses_half_a_count(missing):
    count = {"counted": 5, "expected": 5, "counted_at": clock.now(), missing: None}

    with pytest.raises(IntegrityError, match="inventory_count_line_counted"):
        CountLineFactory(**count)


@pytest.mark.parametrize(
    "numbers",
    [
        {"counted": -1},
        {"counted": 1_000_000_001},
        {"expected": -1},
        {"expected": 1_000_000_001},
    ],
)
def test_the_database_refuses_impossible_numbers(numbers):
    count = {"counted": 5, "expected": 5, "counted_at": clock.now(), "reason": "found"}

    with pytest.raises(IntegrityError, match="inventory_count_line_limits"):
        CountLineFactory(**count | numbers)


@pytest.mark.parametrize(
    ("counted", "expected", "reason"),
    [
        (None, None, "found"),
        (None, None, "eaten"),
        (5, 5, "found"),
        (6, 5, ""),
        (4, 5, "eaten"),
    ],
)
def test_the_database_refuses_a_reason_that_does_not_fit_the_variance(counted, expected, reason):
    counted_at = None if counted is None else clock.now()

    with pytest.raises(IntegrityError, match="inventory_count_line_reason"):
        CountLineFactory(counted=counted, expected=expected, counted_at=counted_at, reason=reason)


def test_a_line_that_nobody_counted_has_no_variance():
    assert CountLine(sku="TEA").variance is None


def test_a_count_without_a_variance_moves_nothing():
    with pytest.raises(InvalidInput, match="without a variance changes nothing"):
        Stock(sku="TEA", warehouse_id="MAIN", on_hand=5).count(0)
