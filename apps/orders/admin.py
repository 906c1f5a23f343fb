from django.contrib import admin

from apps.orders.models import Offer, Order, OrderLine
from shop.kernel.admin import ReadOnlyAdmin, ReadOnlyInline


class OrderLineInline(ReadOnlyInline):
    model = OrderLine
    fields = [
        "position",
        "sku",
        "title",
        "quantity",
        "unit_price",
        "shipped",
        "cancelled",
        "returned",
    ]


@admin.register(Order)
class OrderAdmin(ReadOnlyAdmin):
    list_display = ["number", "state", "total", "currency", "payment_status", "placed_at"]
    list_filter = ["state", "placed_at"]
    search_fields = ["number", "email"]
    date_hierarchy = "placed_at"
    exclude = ["payment_token"]
    inlines = [OrderLineInline]


@admin.register(Offer)
class OfferAdmin(ReadOnlyAdmin):
    list_display = ["sku", "title", "price", "currency", "sellable"]
    list_filter = ["sellable", "tax_class"]
    search_fields = ["sku", "title"]
