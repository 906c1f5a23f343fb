from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.inventory.models import Hold, Reservation
from apps.inventory.rules import MAX_NOTE_LENGTH
from apps.inventory.services import release_hold
from shop.kernel.admin import ReadOnlyInline, ServiceAdmin

_FACTS = ("order_id", "state", "expires_at", "extendable_until", "allocation", "created_at")


class HoldInline(ReadOnlyInline):
    model = Hold


class ReleaseForm(forms.ModelForm[Reservation]):
    """Why the units of a buyer who has not paid are for sale again."""

    reason = forms.CharField(
        label="Release, because",
        max_length=MAX_NOTE_LENGTH,
        help_text="The order is cancelled, and its units are for sale again at once.",
    )


@admin.register(Reservation)
class ReservationAdmin(ServiceAdmin):
    """What is kept for an order, and for how long; until it is paid, it can be released."""

    form = ReleaseForm
    list_display = ("order_id", "state", "expires_at", "created_at", "units", "allocation")
    list_filter = ("state",)
    search_fields = ("=order_id",)
    search_help_text = "The id of an order"
    ordering = ("-order_id",)
    readonly_fields = _FACTS
    inlines = (HoldInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reservation]:
        return super().get_queryset(request).prefetch_related("holds")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever asks for the release of what is over just now is told so."""
        is_asked = obj is None or obj.is_held or request.method == "POST"
        return is_asked and super().has_change_permission(request, obj)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [*_FACTS, *(["reason"] if self.has_change_permission(request, obj) else [])]

    def save_model(self, request: HttpRequest, obj: Reservation, form: Any, change: Any) -> None:
        release_hold(order_id=obj.order_id, reason=form.cleaned_data["reason"])

    @admin.display(description="units")
    def units(self, reservation: Reservation) -> str:
        return ", ".join(str(hold) for hold in reservation.holds.all())
