from django.contrib import admin

from apps.inventory.models import Backorder
from shop.kernel.admin import ReadOnlyAdmin


@admin.register(Backorder)
class BackorderAdmin(ReadOnlyAdmin):
    """Who waits for what; in the queue of a SKU, whoever came first is in front."""

    list_display = (
        *("sku", "reservation_id", "quantity", "filled", "state"),
        *("promised_for", "created_at"),
    )
    list_filter = ("state",)
    search_fields = ("=sku", "=reservation__order_id")
    search_help_text = "A whole SKU, or the id of an order"
    ordering = ("id",)
