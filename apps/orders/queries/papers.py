"""Invoices and credit notes to print. They are drawn when somebody wants one, and kept nowhere."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from apps.orders.models import Order
from apps.orders.queries.invoices import Document, DocumentLine, documents_of
from apps.orders.queries.orders import orders_of
from apps.orders.rules import DocumentKind
from shop.events.base import Money
from shop.kernel.errors import NotFound

if TYPE_CHECKING:
    from shop.kernel.paper import Paper

_TITLES = {DocumentKind.INVOICE: "Invoice", DocumentKind.CREDIT_NOTE: "Credit note"}


def pdf_of_document(order: Order, document_id: UUID) -> bytes:
    """The document as a PDF; who was erased is on none. Raises NotFound if it is of no such order.

    A document that is drawn again is the same to the byte, as long as the order's address is.
    """
    # Only who draws pays for the library.
    from shop.kernel.paper import pdf_of

    for document in documents_of(order):
        if document.id == document_id:
            return pdf_of(_paper(order, document))
    raise NotFound("The order has no such document.")


def pdf_of_buyer(*, customer_id: UUID, order_id: UUID, document_id: UUID) -> bytes:
    """The document of the customer's own order as a PDF. Raises NotFound, also for others'."""
    order = orders_of(customer_id).filter(pk=order_id).first()
    if order is None:
        raise NotFound("There is no such order of yours.")
    return pdf_of_document(order, document_id)


def _paper(order: Order, document: Document) -> "Paper":
    from shop.kernel.paper import Paper

    address = order.delivery_address
    issued_at = timezone.localtime(document.issued_at, timezone.get_default_timezone())
    facts = [
        ("Number", document.number),
        ("Date", f"{issued_at:%Y-%m-%d}"),
        ("Order", f"{order.number} of {order.placed_at:%Y-%m-%d}"),
    ]
    if document.invoice:
        facts.append(("Takes back from", f"invoice {document.invoice}"))
    return Paper(
        title=f"{_TITLES[DocumentKind(document.kind)]} {document.number}",
        sender=settings.SELLER,
        addressee=[
            *(address.name, address.line1, address.line2),
            *(f"{address.postal_code} {address.city}", address.country),
        ],
        facts=facts,
        columns=["What", "Quantity", "Tax", "Amount"],
        rows=[_row(line) for line in document.lines],
        sums=[("Total", _said(document.total)), ("of it tax", _said(document.tax))],
    )


def _row(line: DocumentLine) -> list[str]:
    quantity = str(line.quantity) if line.quantity else ""
    return [line.title, quantity, _tax(line), _said(line.total)]


def _tax(line: DocumentLine) -> str:
    """How much, and at which rate where there is one for all of it."""
    rate = "" if line.tax_rate is None else f" ({(line.tax_rate * 100).normalize():f} %)"
    return f"{line.tax.amount}{rate}"


def _said(amount: Money) -> str:
    return f"{amount.amount:,} {amount.currency}"
