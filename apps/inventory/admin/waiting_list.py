from django.contrib import admin

from apps.inventory.models import WaitingListEntry
from shop.kernel.admin import ReadOnlyAdmin


@admin.register(WaitingListEntry)
class WaitingListAdmin(ReadOnlyAdmin):
    """Who waits for what is sold out; in the line of a SKU, whoever came first is in front.

    What is held for somebody is released on the page of its reservation.
    """

    list_display = ("id", "sku", "title", "customer_id", "state", "offered_until", "created_at")
    list_filter = ("state",)
    search_fields = ("=sku", "=customer_id", "=entry_id")
    search_help_text = "A whole SKU, or the id of a customer or a reservation"
    ordering = ("id",)
