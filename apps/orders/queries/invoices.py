"""Invoices and credit notes, as their buyers and the books see them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, F, Max, Q, QuerySet

from apps.orders.models import CreditedLine, Invoice, InvoiceSeries, Order, OrderLine
from shop.events.base import Money
from shop.kernel.money import money


@dataclass(frozen=True, kw_only=True)
class DocumentLine:
    """So many units of something, or, with none, the sending of it; `total` includes `tax`."""

    title: str
    quantity: int
    total: Money
    tax: Money
    tax_rate: Decimal | None


@dataclass(frozen=True, kw_only=True)
class Document:
    """An invoice or a credit note; of the latter, `invoice` is the number of what it takes back."""

    id: UUID
    kind: str
    number: str
    invoice: str
    total: Money
    tax: Money
    lines: tuple[DocumentLine, ...]
    issued_at: datetime


@dataclass(frozen=True, kw_only=True)
class NamedDocument:
    """A document by its number."""

    id: UUID
    kind: str
    number: str


def named_documents_of(order_id: UUID) -> list[NamedDocument]:
    """All that were issued about the order, in the order of their issue."""
    issued = Invoice.objects.filter(order=order_id).order_by("issued_at", "id")
    return [NamedDocument(id=it.id, kind=it.kind, number=it.full_number) for it in issued]


def documents_of(order: Order) -> list[Document]:
    """All that were issued about it, in the order of their issue."""
    issued = order.invoices.select_related("invoice", "credit")
    issued = issued.prefetch_related("credit__lines__line").order_by("issued_at", "id")
    return [_document(order, one) for one in issued]


def _document(order: Order, issued: Invoice) -> Document:
    if issued.credit is None:
        lines = _lines_of_order(order)
    else:
        credited = sorted(issued.credit.lines.all(), key=_place)
        lines = [_credited(line, order.currency) for line in credited]
    return Document(
        id=issued.id,
        kind=issued.kind,
        number=issued.full_number,
        invoice=issued.invoice.full_number if issued.invoice else "",
        total=money(issued.total, order.currency),
        tax=money(issued.tax, order.currency),
        lines=tuple(lines),
        issued_at=issued.issued_at,
    )


def _lines_of_order(order: Order) -> list[DocumentLine]:
    ordered = sorted(order.lines.all(), key=lambda line: line.position)
    lines = [
        _line(line, line.quantity, line.worth, line.tax_amount, order.currency) for line in ordered
    ]
    if order.shipping_worth:
        lines.append(_line(None, 0, order.shipping_worth, order.shipping_tax, order.currency))
    return lines


def _credited(part: CreditedLine, currency: str) -> DocumentLine:
    return _line(part.line, part.units, part.amount, part.tax, currency)


def _line(
    line: OrderLine | None, quantity: int, total: Decimal, tax: Decimal, currency: str
) -> DocumentLine:
    return DocumentLine(
        title=line.title if line else "Shipping",
        quantity=quantity,
        total=money(total, currency),
        tax=money(tax, currency),
        tax_rate=line.tax_rate if line else None,
    )


def _place(part: CreditedLine) -> float:
    return part.line.position if part.line else float("inf")


def series_with_gaps() -> list[str]:
    """Names of series that are counted otherwise than their documents say."""
    counted = {row.name: row.last for row in InvoiceSeries.objects.all()}
    rows = Invoice.objects.values_list("series").annotate(Count("id"), Max("number"))
    written = {series: (count, highest) for series, count, highest in rows}
    return sorted(
        series
        for series in counted.keys() | written.keys()
        if written.get(series) != (counted.get(series), counted.get(series))
    )


def documents_that_do_not_add_up() -> Iterator[str]:
    """Numbers of documents that say another amount than what they are about."""
    other_than_order = Q(credit__isnull=True) & ~Q(
        total=F("order__total"), tax=F("order__tax_total")
    )
    other_than_credit = Q(credit__isnull=False) & ~Q(
        total=F("credit__amount"), tax=F("credit__tax")
    )
    wrong: QuerySet[Invoice] = Invoice.objects.filter(other_than_order | other_than_credit)
    return (invoice.full_number for invoice in wrong.order_by("series", "number"))


def credits_without_note() -> list[str]:
    """Numbers of orders that have an invoice, and a credit that no credit note is about."""
    missing = Order.objects.filter(
        invoices__kind="invoice", credits__isnull=False, credits__note__isnull=True
    )
    return list(missing.order_by("number").values_list("number", flat=True).distinct())
