from django.contrib import admin

from apps.accounts.models import ErasureRequest
from shop.kernel.admin import ReadOnlyAdmin


@admin.register(ErasureRequest)
class ErasureRequestAdmin(ReadOnlyAdmin):
    """Who waits to be forgotten; many claims mean that an order has not come to an end."""

    list_display = ("user", "requested_at", "due_at", "claims")
    list_filter = ("requested_at",)
    list_select_related = ("user",)
    search_fields = ("=id", "user__email")
    ordering = ("requested_at",)
