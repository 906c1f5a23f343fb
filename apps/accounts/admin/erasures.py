from django.contrib import admin

from apps.accounts.models import ErasureRequest
from shop.kernel.admin import ReadOnlyAdmin


@admin.register(ErasureRequest)
class ErasureRequestAdmin(ReadOnlyAdmin):
    """Who waits to be forgotten, and for what: an order, money, or news that is on its way."""

    list_display = ("user", "requested_at", "reason", "due_at", "claims")
    list_filter = ("requested_at",)
    list_select_related = ("user",)
    search_fields = ("=id", "user__email")
    ordering = ("requested_at",)
