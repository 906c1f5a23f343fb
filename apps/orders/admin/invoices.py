"""Invoices and credit notes can be looked at and printed; nobody can change one."""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from apps.orders.models import Invoice
from apps.orders.queries import pdf_of_document
from shop.kernel.admin import ReadOnlyAdmin, amount


@admin.register(Invoice)
class InvoiceAdmin(ReadOnlyAdmin):
    list_display = (
        "full_number", "kind", "order", amount("total", currency="order.currency"),
        amount("tax", currency="order.currency"), "issued_at", "paper",
    )  # fmt: skip
    list_filter = ("kind",)
    list_select_related = ("order",)
    search_fields = ("=order__number", "=id")
    search_help_text = "The number of an order, or the id of a document"
    ordering = ("-issued_at",)

    def get_urls(self) -> list[URLPattern]:
        name = "orders_invoice_pdf"
        pdf = path("<uuid:invoice_id>.pdf", self.admin_site.admin_view(self.pdf), name=name)
        return [pdf, *super().get_urls()]

    def pdf(self, request: HttpRequest, invoice_id: UUID) -> HttpResponse:
        """The document as its buyer gets it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found: Any = get_object_or_404(Invoice.objects.select_related("order"), pk=invoice_id)
        return HttpResponse(pdf_of_document(found.order, found.pk), content_type="application/pdf")

    @admin.display(description="to print")
    def paper(self, invoice: Invoice) -> str:
        address = reverse("admin:orders_invoice_pdf", args=[invoice.pk])
        return format_html('<a href="{}">PDF</a>', address)
