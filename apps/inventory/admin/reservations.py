from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.inventory.models import Hold, Reservation
from shop.kernel.admin import ReadOnlyAdmin, ReadOnlyInline


class HoldInline(ReadOnlyInline):
    model = Hold


@admin.register(Reservation)
class ReservationAdmin(ReadOnlyAdmin):
    """What is kept for an order, and for how long."""

    list_display = ("order_id", "state", "expires_at", "created_at", "units", "allocation")
    list_filter = ("state",)
    search_fields = ("=order_id",)
    search_help_text = "The id of an order"
    ordering = ("-order_id",)
    inlines = (HoldInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reservation]:
        return super().get_queryset(request).prefetch_related("holds")

    @admin.display(description="units")
    def units(self, reservation: Reservation) -> str:
        return ", ".join(str(hold) for hold in reservation.holds.all())
