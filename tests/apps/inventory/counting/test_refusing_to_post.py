"""A sheet that would break a promise is refused as a whole, and one that has ended is over."""

import pytest

from apps.inventory.models import CountLine, CountSheet, CountState
from apps.inventory.services import (
    cancel_count,
    enter_count,
    open_count,
    post_count,
    receive_stock,
    set_stock_aside,
)
from shop.kernel.errors import DomainError
from tests.apps.inventory.counting.books import counted_lines, on_hand
from tests.apps.inventory.story import place_order
from tests.factories.inventory import StockFactory

pytestmark = pytest.mark.django_db


def test_a_sheet_by_which_promised_units_are_missing_is_refused_as_a_whole():
    StockFactory(sku="CUP", on_hand=5)
    StockFactory(sku="TEA", on_hand=5)
    place_order(("TEA", 4))
    sheet = open_count(warehouse="MAIN")
    enter_count(sheet_id=sheet.pk, sku="CUP", counted=6)
    enter_count(sheet_id=sheet.pk, sku="TEA", counted=3)

    with pytest.raises(DomainError, match="TEA in MAIN has 5 units, 4 of them promised to orders"):
        post_count(sheet_id=sheet.pk)

    assert on_hand() == {"CUP": 5, "TEA": 5}
    assert counted_lines() == []
    assert CountSheet.objects.get().is_open


def test_a_sheet_by_which_unavailable_units_are_missing_is_refused():
    StockFactory(sku="TEA", on_hand=5)
    set_stock_aside(sku="TEA", warehouse="MAIN", quantity=4, why="damaged", reason="broken")
    sheet = open_count(warehouse="MAIN")
    enter_count(sheet_id=sheet.pk, sku="TEA", counted=3)

    with pytest.raises(DomainError, match=r"TEA in MAIN has 5 units, 0 .* and 4 unavailable"):
        post_count(sheet_id=sheet.pk)

    assert on_hand() == {"TEA": 5}


def test_a_sheet_by_which_a_place_would_burst_is_refused():
    StockFactory(sku="TEA", on_hand=5)
    sheet = open_count(warehouse="MAIN")
    enter_count(sheet_id=sheet.pk, sku="TEA", counted=1_000_000_000)
    receive_stock(sku="TEA", warehouse="MAIN", quantity=1)

    with pytest.raises(DomainError, match="TEA in MAIN cannot hold more than 1,000,000,000 units"):
        post_count(sheet_id=sheet.pk)

    assert on_hand() == {"TEA": 6}


def test_a_sheet_that_nobody_counted_cannot_be_posted():
    StockFactory(sku="TEA")
    sheet = open_count(warehouse="MAIN")

    with pytest.raises(DomainError, match="Nobody counted anything on this sheet"):
        post_count(sheet_id=sheet.pk)

    assert CountSheet.objects.get().is_open


def test_a_cancelled_sheet_changes_nothing():
    StockFactory(sku="TEA", on_hand=5)
    sheet = open_count(warehouse="MAIN")
    enter_count(sheet_id=sheet.pk, sku="TEA", counted=1)

    cancel_count(sheet_id=sheet.pk)

    assert CountSheet.objects.get().state == CountState.CANCELLED
    assert on_hand() == {"TEA": 5}


@pytest.mark.parametrize(("end", "state"), [(post_count, "posted"), (cancel_count, "cancelled")])
def test_a_sheet_that_has_ended_is_over(end, state):
    StockFactory(sku="TEA", on_hand=5)
    sheet = open_count(warehouse="MAIN")
    enter_count(sheet_id=sheet.pk, sku="TEA", counted=4)
    end(sheet_id=sheet.pk)
    before = on_hand()

    with pytest.raises(DomainError, match=f"A {state} count sheet takes no more counts"):
        enter_count(sheet_id=sheet.pk, sku="TEA", counted=2)
    with pytest.raises(DomainError, match=f"A {state} count sheet cannot become posted"):
        post_count(sheet_id=sheet.pk)
    with pytest.raises(DomainError, match=f"A {state} count sheet cannot become cancelled"):
        cancel_count(sheet_id=sheet.pk)

    assert on_hand() == before
    assert CountLine.objects.get().counted == 4
