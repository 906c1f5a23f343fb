"""The documents about an order over HTTP."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.orders.queries import (
    Document,
    DocumentLine,
    buyer_of,
    documents_of,
    orders_of,
    pdf_of_document,
)
from shop.kernel.api.authentication import TokenAuthentication, caller_id
from shop.kernel.api.bodies import Answer, json_answer
from shop.kernel.api.order_token import OrderTokenAuthentication


class InvoiceLineOutput(Answer):
    """So many units of something, or, with none, the sending of it; `total` includes `tax`."""

    title: str
    quantity: int
    total: Decimal
    tax: Decimal
    tax_rate: Decimal | None


class InvoiceOutput(Answer):
    """`kind` is `invoice` or `credit_note`; the latter says the number of its `invoice`."""

    id: UUID
    kind: str
    number: str
    invoice: str
    total: Decimal
    tax: Decimal
    currency: str
    lines: list[InvoiceLineOutput]
    issued_at: datetime


class InvoicesOutput(Answer):
    """All documents of an order, in the order of their issue."""

    items: list[InvoiceOutput]


_NO_SUCH_ORDER = OpenApiResponse(description="The caller has no such order.")


class OrderInvoicesView(APIView):
    """What was put down in writing about one of the caller's orders."""

    authentication_classes = (TokenAuthentication, OrderTokenAuthentication)
    buyer_of = staticmethod(buyer_of)

    @extend_schema(
        operation_id="order_invoices", responses={200: InvoicesOutput, 404: _NO_SUCH_ORDER}
    )
    def get(self, request: Request, order_id: UUID) -> HttpResponse:
        """The invoice of a confirmed order, and a credit note for whatever was taken back of it."""
        order = get_object_or_404(orders_of(caller_id(request)), pk=order_id)
        return json_answer(InvoicesOutput(items=[_shown(one) for one in documents_of(order)]))


class OrderInvoiceView(APIView):
    """One document about one of the caller's orders, to print."""

    authentication_classes = (TokenAuthentication, OrderTokenAuthentication)
    buyer_of = staticmethod(buyer_of)

    @extend_schema(
        operation_id="order_invoice",
        responses={(200, "application/pdf"): OpenApiTypes.BINARY, 404: _NO_SUCH_ORDER},
    )
    def get(self, request: Request, order_id: UUID, invoice_id: UUID) -> HttpResponse:
        """As a PDF, drawn now."""
        order = get_object_or_404(orders_of(caller_id(request)), pk=order_id)
        return HttpResponse(pdf_of_document(order, invoice_id), content_type="application/pdf")


def _shown(document: Document) -> InvoiceOutput:
    return InvoiceOutput(
        id=document.id,
        kind=document.kind,
        number=document.number,
        invoice=document.invoice,
        total=document.total.amount,
        tax=document.tax.amount,
        currency=document.total.currency,
        lines=[_shown_line(line) for line in document.lines],
        issued_at=document.issued_at,
    )


def _shown_line(line: DocumentLine) -> InvoiceLineOutput:
    return InvoiceLineOutput(
        title=line.title,
        quantity=line.quantity,
        total=line.total.amount,
        tax=line.tax.amount,
        tax_rate=line.tax_rate,
    )
