"""What couriers are asked to give parcels back for can be looked at; nobody decides it here."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.orders.models import Cancellation, CancellationLine
from shop.kernel.admin import ReadOnlyAdmin, ReadOnlyInline


class CancellationLineInline(ReadOnlyInline):
    model = CancellationLine
    fields = readonly_fields = ("sku", "quantity")

    def get_queryset(self, request: HttpRequest) -> QuerySet[CancellationLine]:
        return super().get_queryset(request).select_related("line")

    def sku(self, part: CancellationLine) -> str:
        return part.line.sku


@admin.register(Cancellation)
class CancellationAdmin(ReadOnlyAdmin):
    """Units that are not wanted, of parcels that a courier had."""

    list_display = ("order", "state", "reason", "refusal", "requested_at", "decided_at")
    list_filter = ("state", "reason", "refusal")
    list_select_related = ("order",)
    search_fields = ("=order__number", "=id", "=lines__line__sku")
    search_help_text = "The number of an order, the id of a cancellation, or a whole SKU"
    ordering = ("-requested_at",)
    inlines = (CancellationLineInline,)
