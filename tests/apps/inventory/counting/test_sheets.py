"""Somebody counts the shelves, and the books take over the differences, each with its reason."""

import pytest

from apps.inventory.models import CountSheet, CountState, Movement, Stock
from apps.inventory.queries import variance_report
from apps.inventory.rules import Counted
from apps.inventory.services import enter_count, enter_counts, open_count, post_count, receive_stock
from shop.events.inventory import StockUpdated
from shop.kernel.context import acting_as
from tests.apps.inventory.counting.books import counted_lines, on_hand
from tests.factories.inventory import StockFactory

pytestmark = pytest.mark.django_db


def test_a_sheet_names_all_that_the_warehouse_stocks():
    StockFactory(sku="TEA", on_hand=5)
    StockFactory(sku="CUP", on_hand=0)
    StockFactory(sku="POT", warehouse__code="EAST")

    sheet = open_count(warehouse="MAIN", note="the long shelf")

    assert (sheet.state, sheet.note, sheet.ended_at) == (CountState.OPEN, "the long shelf", None)
    assert list(sheet.lines.values_list("sku", "counted", "expected", "reason")) == [
        ("CUP", None, None, ""),
        ("TEA", None, None, ""),
    ]


def test_a_sheet_may_name_skus_even_such_as_nobody_knew_of():
    StockFactory(sku="TEA", on_hand=5)
    StockFactory(sku="CUP")

    sheet = open_count(warehouse="MAIN", skus=["TEA", "POT", "TEA"])

    assert list(sheet.lines.values_list("sku", flat=True)) == ["POT", "TEA"]
    assert on_hand() == {"TEA": 5, "CUP": 10, "POT": 0}


def test_several_sheets_may_name_the_same_sku():
    StockFactory(sku="TEA", on_hand=5)
    first, second = open_count(warehouse="MAIN"), open_count(warehouse="MAIN")
    enter_count(sheet_id=first.pk, sku="TEA", counted=4)
    enter_count(sheet_id=second.pk, sku="TEA", counted=5)

    post_count(sheet_id=first.pk)
    post_count(sheet_id=second.pk)

    assert on_hand() == {"TEA": 4}


def test_a_count_remembers_what_the_books_said_in_that_moment():
    StockFactory(sku="TEA", on_hand=5)
    sheet = open_count(warehouse="MAIN")
    receive_stock(sku="TEA", warehouse="MAIN", quantity=2)

    line = enter_count(sheet_id=sheet.pk, sku="TEA", counted=6, reason="stolen")

    line.refresh_from_db()
    assert (line.counted, line.expected, line.variance, line.reason) == (6, 7, -1, "stolen")
    assert line.counted_at is not None
    assert on_hand() == {"TEA": 7}


def test_the_last_count_is_the_one_that_counts():
    StockFactory(sku="TEA", on_hand=5)
    sheet = open_count(warehouse="MAIN")
    enter_count(sheet_id=sheet.pk, sku="TEA", counted=1, reason="stolen")
    receive_stock(sku="TEA", warehouse="MAIN", quantity=2)

    enter_count(sheet_id=sheet.pk, sku="TEA", counted=8, reason="found")
    post_count(sheet_id=sheet.pk)

    assert on_hand() == {"TEA": 8}
    assert counted_lines() == [("TEA", 1, f"count {sheet.pk}: found")]


def test_a_variance_that_nobody_explains_is_unknown_and_none_needs_no_reason():
    StockFactory(sku="TEA", on_hand=5)
    StockFactory(sku="CUP", on_hand=5)
    sheet = open_count(warehouse="MAIN")

    unexplained = enter_count(sheet_id=sheet.pk, sku="TEA", counted=4)
    as_expected = enter_count(sheet_id=sheet.pk, sku="CUP", counted=5, reason="damaged")

    assert (unexplained.reason, as_expected.reason) == ("unknown", "")


def test_a_posted_sheet_moves_what_is_on_hand_and_says_why_in_the_ledger(published):
    for sku in ("CUP", "POT", "TEA", "TIN"):
        StockFactory(sku=sku, on_hand=5)
    sheet = open_count(warehouse="MAIN")
    enter_counts(
        sheet_id=sheet.pk,
        counts=[
            Counted(sku="TEA", units=3, reason="damaged"),
            Counted(sku="CUP", units=9, reason="found"),
            Counted(sku="POT", units=5),
        ],
    )

    with acting_as("staff:7"):
        report = post_count(sheet_id=sheet.pk)

    assert on_hand() == {"CUP": 9, "POT": 5, "TEA": 3, "TIN": 5}
    assert counted_lines() == [
        ("TEA", -2, f"count {sheet.pk}: damaged"),
        ("CUP", 4, f"count {sheet.pk}: found"),
    ]
    assert set(Movement.objects.filter(cause="counted").values_list("actor", flat=True)) == {
        "staff:7"
    }
    assert {(event.sku, event.on_hand) for event in published(StockUpdated)} == {
        ("CUP", 9),
        ("TEA", 3),
    }
    assert (report.state, report.not_counted) == ("posted", ("TIN",))
    assert CountSheet.objects.get().ended_at is not None


def test_a_shelf_that_is_empty_is_counted_too():
    StockFactory(sku="TEA", on_hand=5)
    sheet = open_count(warehouse="MAIN")

    enter_count(sheet_id=sheet.pk, sku="TEA", counted=0, reason="stolen")
    post_count(sheet_id=sheet.pk)

    assert on_hand() == {"TEA": 0}


def test_a_large_variance_is_one_line_of_the_ledger():
    StockFactory(sku="TEA", on_hand=0)
    sheet = open_count(warehouse="MAIN")

    enter_count(sheet_id=sheet.pk, sku="TEA", counted=1_000_000_000, reason="found")
    post_count(sheet_id=sheet.pk)

    assert on_hand() == {"TEA": 1_000_000_000}


def test_only_the_warehouse_of_the_sheet_is_counted():
    StockFactory(sku="TEA", on_hand=5)
    east = StockFactory(sku="TEA", warehouse__code="EAST", on_hand=7)
    sheet = open_count(warehouse="MAIN")

    enter_count(sheet_id=sheet.pk, sku="TEA", counted=4)
    post_count(sheet_id=sheet.pk)

    east.refresh_from_db()
    assert east.on_hand == 7
    assert Stock.objects.get(warehouse="MAIN").on_hand == 4


def test_the_variance_report_tells_every_line_and_what_they_come_to():
    for sku in ("CUP", "JAR", "POT", "TEA"):
        StockFactory(sku=sku, on_hand=5)
    sheet = open_count(warehouse="MAIN")
    enter_count(sheet_id=sheet.pk, sku="CUP", counted=2, reason="damaged")
    enter_count(sheet_id=sheet.pk, sku="JAR", counted=9, reason="found")
    enter_count(sheet_id=sheet.pk, sku="POT", counted=5)

    report = variance_report(sheet.pk)

    assert (report.sheet_id, report.warehouse, report.state) == (sheet.pk, "MAIN", "open")
    assert [
        (line.sku, line.expected, line.counted, line.variance, line.reason) for line in report.lines
    ] == [
        ("CUP", 5, 2, -3, "damaged"),
        ("JAR", 5, 9, 4, "found"),
        ("POT", 5, 5, 0, ""),
        ("TEA", None, None, None, ""),
    ]
    assert (report.lines_counted, report.not_counted) == (3, ("TEA",))
    assert (report.lines_with_variance, report.units_over, report.units_short) == (2, 4, 3)
