import pytest

from apps.inventory.models import Cause, CountLine, CountSheet, CountState, Movement, Stock
from apps.inventory.queries import ledger_drift, variance_report
from apps.inventory.rules import Counted
from apps.inventory.services import (
    cancel_count,
    enter_count,
    enter_counts,
    open_count,
    post_count,
    receive_stock,
    set_stock_aside,
    ship_stock,
)
from shop.events.inventory import StockUpdated
from shop.kernel.context import acting_as
from shop.kernel.errors import DomainError, InvalidInput, NotFound
from shop.kernel.identity import new_id
from tests.apps.inventory.story import pay, place_order
from tests.factories.inventory import StockFactory, WarehouseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_books_add_up(db):
    yield
    assert ledger_drift() == []


def on_hand():
    return dict(Stock.objects.values_list("sku", "on_hand"))


def counted_lines():
    lines = Movement.objects.filter(cause=Cause.COUNTED).order_by("id")
    return [(line.sku, line.on_hand, line.reason) for line in lines]


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


def test_units_that_are_sold_and_shipped_after_the_count_stay_sold():
    StockFactory(sku="TEA", on_hand=10)
    sheet = open_count(warehouse="MAIN")
    enter_count(sheet_id=sheet.pk, sku="TEA", counted=9, reason="stolen")
    order_id = place_order(("TEA", 4))
    pay(order_id)
    ship_stock(order_id=order_id)

    post_count(sheet_id=sheet.pk)

    assert on_hand() == {"TEA": 5}


def test_units_that_are_held_when_the_sheet_is_posted_stay_held():
    StockFactory(sku="TEA", on_hand=10)
    sheet = open_count(warehouse="MAIN")
    enter_count(sheet_id=sheet.pk, sku="TEA", counted=9)
    place_order(("TEA", 9))

    post_count(sheet_id=sheet.pk)

    stock = Stock.objects.get()
    assert (stock.on_hand, stock.reserved, stock.free) == (9, 9, 0)


def test_units_that_are_received_after_the_count_are_no_variance():
    StockFactory(sku="TEA", on_hand=10)
    sheet = open_count(warehouse="MAIN")
    enter_count(sheet_id=sheet.pk, sku="TEA", counted=12, reason="miscount")
    receive_stock(sku="TEA", warehouse="MAIN", quantity=5)

    post_count(sheet_id=sheet.pk)

    assert on_hand() == {"TEA": 17}
    assert counted_lines() == [("TEA", 2, f"count {sheet.pk}: miscount")]


def test_goods_that_move_between_two_lines_are_counted_right():
    StockFactory(sku="CUP", on_hand=5)
    StockFactory(sku="TEA", on_hand=5)
    sheet = open_count(warehouse="MAIN")
    enter_count(sheet_id=sheet.pk, sku="CUP", counted=5)
    order_id = place_order(("CUP", 1), ("TEA", 1))
    pay(order_id)
    ship_stock(order_id=order_id)
    enter_count(sheet_id=sheet.pk, sku="TEA", counted=4)

    post_count(sheet_id=sheet.pk)

    assert on_hand() == {"CUP": 4, "TEA": 4}
    assert counted_lines() == []


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


def test_a_warehouse_that_nobody_opened_cannot_be_counted():
    with pytest.raises(NotFound, match="There is no warehouse MOON: open it first"):
        open_count(warehouse="MOON")
    with pytest.raises(NotFound, match="There is no warehouse MOON: open it first"):
        open_count(warehouse="MOON", skus=["TEA"])


def test_an_empty_warehouse_has_nothing_to_count():
    WarehouseFactory(code="MAIN")

    with pytest.raises(DomainError, match="There is no stock in MAIN to count: name the SKUs"):
        open_count(warehouse="MAIN")

    assert not CountSheet.objects.exists()


def test_a_sheet_of_no_sku_is_refused():
    StockFactory(sku="TEA")

    with pytest.raises(InvalidInput, match="at least one SKU"):
        open_count(warehouse="MAIN", skus=[])


@pytest.mark.parametrize("sku", ["", "A" * 256, "TEA\0"])
def test_a_sheet_of_a_sku_that_names_nothing_is_refused(sku):
    WarehouseFactory(code="MAIN")

    with pytest.raises(InvalidInput, match="A SKU has 1 to 255 printable characters"):
        open_count(warehouse="MAIN", skus=["TEA", sku])

    assert not CountSheet.objects.exists()
    assert not Stock.objects.exists()


@pytest.mark.parametrize("note", ["A" * 201, "\0"])
def test_a_note_that_cannot_be_kept_is_refused(note):
    StockFactory(sku="TEA")

    with pytest.raises(InvalidInput, match="A note or a reason has at most 150 printable"):
        open_count(warehouse="MAIN", note=note)

    assert not CountSheet.objects.exists()


@pytest.mark.parametrize(
    "service", [post_count, cancel_count, lambda *, sheet_id: variance_report(sheet_id)]
)
def test_a_sheet_that_there_is_not_is_refused(service):
    with pytest.raises(NotFound, match="There is no count sheet"):
        service(sheet_id=new_id())


def test_a_count_for_a_sheet_that_there_is_not_is_refused():
    with pytest.raises(NotFound, match="There is no count sheet"):
        enter_count(sheet_id=new_id(), sku="TEA", counted=1)


@pytest.mark.parametrize("units", [-1, 1_000_000_001])
def test_an_impossible_count_is_refused(units):
    StockFactory(sku="TEA")
    sheet = open_count(warehouse="MAIN")

    with pytest.raises(InvalidInput, match="A count is between 0 and 1,000,000,000 units"):
        enter_count(sheet_id=sheet.pk, sku="TEA", counted=units)

    assert CountLine.objects.get().counted is None


def test_an_unknown_reason_is_refused_and_the_others_are_named():
    StockFactory(sku="TEA")
    sheet = open_count(warehouse="MAIN")

    with pytest.raises(InvalidInput, match=r'"eaten" is no reason .* one of miscount, damaged'):
        enter_count(sheet_id=sheet.pk, sku="TEA", counted=1, reason="eaten")

    assert CountLine.objects.get().counted is None


@pytest.mark.parametrize(
    ("counts", "error", "sentence"),
    [
        ([Counted(sku="POT", units=1)], NotFound, "This count sheet does not name POT"),
        ([Counted(sku="CUP", units=-1)], InvalidInput, "A count is between 0"),
        ([Counted(sku="TEA", units=1)], InvalidInput, "counted twice on the same sheet"),
        ([Counted(sku="\0", units=1)], InvalidInput, "A SKU has 1 to 255"),
    ],
)
def test_a_wrong_count_among_others_keeps_all_of_them_out(counts, error, sentence):
    StockFactory(sku="CUP")
    StockFactory(sku="TEA")
    sheet = open_count(warehouse="MAIN")
    StockFactory(sku="POT")

    with pytest.raises(error, match=sentence):
        enter_counts(sheet_id=sheet.pk, counts=[Counted(sku="TEA", units=2), *counts])

    assert not CountLine.objects.filter(counted__isnull=False).exists()


def test_counting_nothing_is_refused():
    StockFactory(sku="TEA")
    sheet = open_count(warehouse="MAIN")

    with pytest.raises(InvalidInput, match="Nothing was counted"):
        enter_counts(sheet_id=sheet.pk, counts=[])


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
