"""Documents are issued in the transaction of what they are about, and numbered without a gap.

The number is taken last: whoever issues another document waits until this transaction ends.
"""

from decimal import Decimal

from django.utils import timezone

from apps.orders import sql
from apps.orders.models import Credit, Invoice, Order
from apps.orders.rules import DocumentKind, series_of
from shop.events.orders import InvoiceIssued
from shop.kernel import clock
from shop.kernel.bus import publish
from shop.kernel.money import money


def issue_invoice(order: Order) -> None:
    """The invoice of the order, which was confirmed and is locked."""
    _issue(order, DocumentKind.INVOICE, total=order.total, tax=order.tax_total)


def issue_credit_note(credit: Credit) -> None:
    """The credit note about it; none for an order of before there were invoices."""
    invoice = credit.order.invoices.filter(kind=DocumentKind.INVOICE).first()
    if invoice is not None:
        _issue(
            credit.order,
            DocumentKind.CREDIT_NOTE,
            total=credit.amount,
            tax=credit.tax,
            invoice=invoice,
            credit=credit,
        )


def _issue(
    order: Order,
    kind: DocumentKind,
    *,
    total: Decimal,
    tax: Decimal,
    invoice: Invoice | None = None,
    credit: Credit | None = None,
) -> None:
    at = clock.now()
    series = series_of(kind, timezone.localtime(at, timezone.get_default_timezone()))
    number = sql.next_number(series)
    issued = Invoice(
        order=order,
        kind=kind,
        series=series,
        number=number,
        previous=number - 1 or None,
        invoice=invoice,
        credit=credit,
        total=total,
        tax=tax,
        issued_at=at,
    )
    issued.save(force_insert=True)
    _publish(order, issued)


def _publish(order: Order, issued: Invoice) -> None:
    publish(
        InvoiceIssued(
            order_id=order.id,
            number=order.number,
            customer_id=order.customer_id,
            invoice_id=issued.id,
            invoice_number=issued.full_number,
            kind=issued.kind,
            total=money(issued.total, order.currency),
            tax=money(issued.tax, order.currency),
        )
    )
