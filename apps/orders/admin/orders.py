"""Orders can be looked at, never edited: every move is made by a service."""

from django.contrib import admin

from apps.orders.models import Order
from shop.kernel.admin import ReadOnlyAdmin, amount


@admin.register(Order)
class OrderAdmin(ReadOnlyAdmin):
    """The list; an order's own page is composed from all contexts, in shop/operations."""

    list_display = (
        "number", "state", amount("total"), "currency", "payment_status", "name", "placed_at"
    )  # fmt: skip
    list_filter = ("state", "placed_at")
    search_fields = ("=number", "=id", "=customer_id", "=email")
    search_help_text = "A whole number or mail address, or the id of an order or a buyer"
    date_hierarchy = "placed_at"
    ordering = ("-placed_at",)
