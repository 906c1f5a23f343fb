"""Orders can be looked at, never edited: every move is made by a service."""

from datetime import datetime

from django.contrib import admin

from apps.orders.models import Offer, Order
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


@admin.register(Offer)
class OfferAdmin(ReadOnlyAdmin):
    """What orders take a price from, and when, as the catalogue told it."""

    list_display = (
        "sku", "title", amount("price"), "currency", "kind", "begins", "ends", "sellable"
    )  # fmt: skip
    list_filter = ("kind", "sellable")
    search_fields = ("sku", "title")
    ordering = ("sku",)

    @admin.display(description="from")
    def begins(self, offer: Offer) -> datetime | None:
        return _moments(offer)[0]

    @admin.display(description="until")
    def ends(self, offer: Offer) -> datetime | None:
        return _moments(offer)[1]


def _moments(offer: Offer) -> tuple[datetime | None, datetime | None]:
    return offer.valid_during.lower, offer.valid_during.upper
