"""Somebody counts what lies on the shelves, and the books take over the differences.

Goods may move all the while: a variance is measured against the books in the moment of the count,
behind the lock of the stock, and what is posted is that difference.
"""

from collections.abc import Collection, Sequence
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from django.db.models import F, QuerySet

from apps.inventory.models import CountLine, CountSheet, Stock
from apps.inventory.queries import VarianceReport, count_sheet, variance_report
from apps.inventory.rules import Counted, checked_note, checked_sku
from apps.inventory.services.announcing import announce_stock
from apps.inventory.services.books import write_down
from apps.inventory.services.levels import lock_or_open, refuse_unknown
from shop.kernel.errors import DomainError, InvalidInput, NotFound
from shop.kernel.outbox.unit_of_work import unit_of_work

StockBySku = dict[str, Stock]
"""The rows of one warehouse."""

ENTERED = ("counted", "expected", "counted_at", "reason")
"""What a count writes on its line."""


@unit_of_work
def open_count(
    *, warehouse: str, skus: Collection[str] | None = None, note: str = ""
) -> CountSheet:
    """A sheet on which these SKUs are to be counted; without any, all that the warehouse stocks.

    Raises InvalidInput, NotFound for the warehouse, DomainError if it stocks nothing.
    """
    refuse_unknown({warehouse})
    named = _stocked_in(warehouse) if skus is None else _named(skus, warehouse)
    sheet = CountSheet.objects.create(warehouse_id=warehouse, note=checked_note(note))
    lines = [CountLine(sheet=sheet, sku=sku) for sku in named]
    CountLine.objects.bulk_create(lines, batch_size=500)
    return sheet


@unit_of_work
def enter_count(*, sheet_id: UUID, sku: str, counted: int, reason: str = "") -> CountLine:
    """So many units of the SKU lie there; may be said again until the sheet is posted.

    A variance that nobody explains has the reason unknown. Raises InvalidInput, NotFound for the
    sheet or a SKU that is not on it, DomainError for a sheet that was posted or cancelled.
    """
    entered = Counted(sku=sku, units=counted, reason=reason)
    return enter_counts(sheet_id=sheet_id, counts=[entered])[0]


@unit_of_work
def enter_counts(*, sheet_id: UUID, counts: Sequence[Counted]) -> list[CountLine]:
    """Several counts at once, all of them or none. Raises what `enter_count` raises."""
    sheet = count_sheet(sheet_id)
    lines = _lines_of(sheet, counts)
    stock = _lock_stock(sheet, lines)
    _lock_sheet(sheet_id).refuse_if_ended()
    written = {line.sku: line for line in lines}
    for said in counts:
        expected = stock[said.sku].on_hand
        written[said.sku].enter(said.units, expected=expected, reason=said.reason)
    CountLine.objects.bulk_update(written.values(), ENTERED, batch_size=500)
    return [written[said.sku] for said in counts]


@unit_of_work
def post_count(*, sheet_id: UUID) -> VarianceReport:
    """What is on hand changes by the variances of the sheet; lines that nobody counted do nothing.

    Raises NotFound, DomainError if nothing was counted, the sheet was posted or cancelled before,
    or promised or unavailable units would be missing.
    """
    sheet = count_sheet(sheet_id)
    stock = _lock_stock(sheet, sheet.lines.all())
    sheet = _lock_sheet(sheet_id)
    sheet.post()
    sheet.save(update_fields=["state", "ended_at"])
    _write_variances(sheet, stock)
    return variance_report(sheet_id)


@unit_of_work
def cancel_count(*, sheet_id: UUID) -> CountSheet:
    """Nothing of the sheet counts. Raises NotFound, DomainError if it has ended before."""
    sheet = _lock_sheet(count_sheet(sheet_id).pk)
    sheet.cancel()
    sheet.save(update_fields=["state", "ended_at"])
    return sheet


def _stocked_in(warehouse: str) -> list[str]:
    skus = Stock.objects.filter(warehouse_id=warehouse).values_list("sku", flat=True)
    if not skus:
        raise DomainError(f"There is no stock in {warehouse} to count: name the SKUs.")
    return list(skus)


def _named(skus: Collection[str], warehouse: str) -> list[str]:
    if not skus:
        raise InvalidInput("A count sheet needs at least one SKU.")
    # Every SKU of a sheet has a row of stock from the start: whoever posts it can lock them all.
    lock_or_open([(sku, warehouse) for sku in skus])
    return sorted(set(skus))


def _lines_of(sheet: CountSheet, counts: Sequence[Counted]) -> QuerySet[CountLine]:
    """The lines that these counts fill in; which ones a sheet has never changes."""
    skus = {checked_sku(said.sku) for said in counts}
    if not skus:
        raise InvalidInput("Nothing was counted: give at least one SKU with its count.")
    if len(skus) < len(counts):
        raise InvalidInput("A SKU was counted twice on the same sheet: give it once.")
    lines = sheet.lines.filter(sku__in=skus)
    if others := skus - set(lines.values_list("sku", flat=True)):
        raise NotFound(f"This count sheet does not name {', '.join(sorted(others))}.")
    return lines


def _lock_stock(sheet: CountSheet, lines: QuerySet[CountLine]) -> StockBySku:
    """The rows that these lines count, in the lock order."""
    here = Stock.objects.filter(warehouse=sheet.warehouse_id, sku__in=lines.values("sku"))
    return {row.sku: row for row in here.order_by("sku", "warehouse_id").select_for_update()}


def _lock_sheet(sheet_id: UUID) -> CountSheet:
    return CountSheet.objects.select_for_update().get(pk=sheet_id)


def _write_variances(sheet: CountSheet, stock: StockBySku) -> None:
    counted = sheet.lines.filter(counted__isnull=False)
    if not counted.exists():
        raise DomainError("Nobody counted anything on this sheet: enter counts, or cancel it.")
    different = list(counted.exclude(counted=F("expected")).order_by("reason", "sku"))
    for reason, lines in groupby(different, key=attrgetter("reason")):
        _write(f"{sheet}: {reason}", [(stock[line.sku], line.variance or 0) for line in lines])
    announce_stock(skus={line.sku for line in different})


def _write(reason: str, variances: Sequence[tuple[Stock, int]]) -> None:
    movements = [stock.count(variance) for stock, variance in variances]
    write_down([stock for stock, _ in variances], movements, reason=reason)
