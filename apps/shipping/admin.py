"""Shipments can be looked at, never edited: every move is made by a service."""

from django.contrib import admin

from apps.shipping.models import CourierCallback, Shipment
from shop.kernel.admin import CallbackAdmin, ReadOnlyAdmin


@admin.register(Shipment)
class ShipmentAdmin(ReadOnlyAdmin):
    list_display = ("order_id", "state", "tracking_number", "country", "created_at", "claims")
    list_filter = ("state",)
    search_fields = ("=id", "=order_id", "=customer_id", "=tracking_number")
    ordering = ("-created_at",)


@admin.register(CourierCallback)
class CourierCallbackAdmin(CallbackAdmin):
    """What couriers told us about parcels."""
