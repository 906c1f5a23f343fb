"""What was counted, and how far it is from what the books said."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery

from apps.inventory.models import CountLine, CountSheet
from shop.kernel.errors import NotFound


@dataclass(frozen=True, kw_only=True)
class ReportedLine:
    """A SKU of a count sheet, in units; all numbers are None where nobody counted.

    `expected` is what the books said when it was counted, `variance` how many more were there, or
    fewer below zero, and `reason` why.
    """

    sku: str
    expected: int | None
    counted: int | None
    variance: int | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class VarianceReport:
    """A count sheet with all its lines, by SKU, and what they come to."""

    sheet_id: UUID
    warehouse: str
    state: str
    lines: tuple[ReportedLine, ...]
    lines_counted: int
    not_counted: tuple[str, ...]
    lines_with_variance: int
    units_over: int
    units_short: int


def count_sheet(sheet_id: UUID) -> CountSheet:
    """The sheet of that id. Raises NotFound."""
    sheet = CountSheet.objects.filter(pk=sheet_id).first()
    if sheet is None:
        raise NotFound(f"There is no count sheet {sheet_id}.")
    return sheet


def variance_report(sheet_id: UUID) -> VarianceReport:
    """What the sheet says by now, whether it was posted or not. Raises NotFound."""
    sheet = count_sheet(sheet_id)
    lines = tuple(_reported(line) for line in sheet.lines.order_by("sku"))
    variances = [line.variance for line in lines if line.variance]
    not_counted = tuple(line.sku for line in lines if line.counted is None)
    return VarianceReport(
        sheet_id=sheet.pk,
        warehouse=sheet.warehouse_id,
        state=sheet.state,
        lines=lines,
        lines_counted=len(lines) - len(not_counted),
        not_counted=not_counted,
        lines_with_variance=len(variances),
        units_over=sum(variance for variance in variances if variance > 0),
        units_short=-sum(variance for variance in variances if variance < 0),
    )


def with_progress(sheets: QuerySet[CountSheet]) -> QuerySet[Any]:
    """The sheets, each with how many `lines_on_it` it has and how many `lines_done` are counted."""
    lines = CountLine.objects.filter(sheet=OuterRef("pk")).order_by()
    return sheets.annotate(
        lines_on_it=_number_of(lines), lines_done=_number_of(lines.filter(counted__isnull=False))
    )


def _number_of(lines: QuerySet[CountLine]) -> Subquery:
    return Subquery(lines.values("sheet").annotate(number=Count("pk")).values("number"))


def _reported(line: CountLine) -> ReportedLine:
    return ReportedLine(
        sku=line.sku,
        expected=line.expected,
        counted=line.counted,
        variance=line.variance,
        reason=line.reason,
    )
