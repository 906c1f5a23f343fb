"""Invoices and credit notes can be looked at; nobody can change one."""

from django.contrib import admin

from apps.orders.models import Invoice
from shop.kernel.admin import ReadOnlyAdmin, amount


@admin.register(Invoice)
class InvoiceAdmin(ReadOnlyAdmin):
    list_display = (
        "full_number", "kind", "order", amount("total", currency="order.currency"),
        amount("tax", currency="order.currency"), "issued_at",
    )  # fmt: skip
    list_filter = ("kind",)
    list_select_related = ("order",)
    search_fields = ("=order__number", "=id")
    search_help_text = "The number of an order, or the id of a document"
    ordering = ("-issued_at",)
