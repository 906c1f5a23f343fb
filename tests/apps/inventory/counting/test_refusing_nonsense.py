"""Sheets and counts that nobody can mean are refused with a sentence, and nothing is kept."""

import pytest

from apps.inventory.models import CountLine, CountSheet, Stock
from apps.inventory.queries import variance_report
from apps.inventory.rules import Counted
from apps.inventory.services import cancel_count, enter_count, enter_counts, open_count, post_count
from shop.kernel.errors import DomainError, InvalidInput, NotFound
from shop.kernel.identity import new_id
from tests.factories.inventory import StockFactory, WarehouseFactory

pytestmark = pytest.mark.django_db


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
