from django.contrib import admin

from apps.orders.admin.periods import ValidDuring
from apps.orders.models import Offer
from shop.kernel.admin import ReadOnlyAdmin, amount


@admin.register(Offer)
class OfferAdmin(ValidDuring, ReadOnlyAdmin):
    """What orders take a price from, and what it was before: all prices of a SKU, newest first."""

    list_display = (
        "sku", "title", amount("price"), "currency", "kind", "begins", "ends", "sellable"
    )  # fmt: skip
    list_filter = ("kind", "sellable")
    search_fields = ("sku", "title")
    ordering = ("sku", "-valid_during")
