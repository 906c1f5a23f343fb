from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from typing import Any

import msgspec
from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.inventory.models import Cause, Hold, Movement, Reservation, Stock, Warehouse
from apps.inventory.services import adjust_stock, receive_stock
from shop.kernel.admin import ReadOnlyAdmin, ReadOnlyInline, ServiceAdmin
from shop.kernel.idempotency import KeyedRequest, Outcome, done_once
from shop.kernel.identity import new_id


@admin.register(Warehouse)
class WarehouseAdmin(ReadOnlyAdmin):
    list_display = ("code", "name")
    search_fields = ("code", "name")


_MOVING = ("cause", "units", "reason", "key")


class StockMoveForm(forms.ModelForm[Stock]):
    """What happened to the units on the shelf; the hidden key lets a second click do nothing."""

    cause = forms.ChoiceField(
        label="What happened",
        choices=[(Cause.RECEIVED, "New units arrived"), (Cause.ADJUSTED, "The books were wrong")],
    )
    units = forms.IntegerField(
        help_text="How many arrived; or how many more there are, fewer with a minus."
    )
    reason = forms.CharField(max_length=200, help_text="A delivery note, a count, a broken cup.")
    key = forms.CharField(max_length=100, widget=forms.HiddenInput, initial=new_id)


@admin.register(Stock)
class StockAdmin(ServiceAdmin):
    """Whoever may change stock writes a line of the ledger, with a reason."""

    form = StockMoveForm
    list_display = ("sku", "warehouse", "on_hand", "reserved", "free")
    list_filter = ("warehouse",)
    list_select_related = ("warehouse",)
    search_fields = ("sku",)
    readonly_fields = ("sku", "warehouse", "on_hand", "reserved", "free")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        may_move = self.has_change_permission(request, obj)
        return [*self.readonly_fields, *(_MOVING if may_move else ())]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Stock, form: Any, change: Any) -> None:
        said = form.cleaned_data
        asked = KeyedRequest(
            key=said["key"],
            caller=f"staff:{request.user.pk}",
            route=f"stock {obj.pk}",
            body=msgspec.json.encode([said["cause"], said["units"], said["reason"]]),
        )
        done_once(asked, partial(_moved, obj, said))


def _moved(stock: Stock, said: Mapping[str, Any]) -> Outcome:
    place = {"sku": stock.sku, "warehouse": stock.warehouse_id, "reason": said["reason"]}
    if said["cause"] == Cause.RECEIVED:
        receive_stock(quantity=said["units"], **place)
    else:
        adjust_stock(delta=said["units"], **place)
    return Outcome(status=HTTPStatus.OK, body="")


@admin.register(Movement)
class MovementAdmin(ReadOnlyAdmin):
    """The ledger, the latest line first."""

    list_display = (
        *("created_at", "cause", "sku", "warehouse", "on_hand", "reserved"),
        *("order_id", "reason", "actor"),
    )
    list_filter = ("cause",)
    search_fields = ("=sku", "=order_id")
    search_help_text = "A whole SKU, or the id of an order"


class HoldInline(ReadOnlyInline):
    model = Hold


@admin.register(Reservation)
class ReservationAdmin(ReadOnlyAdmin):
    """What is kept for an order, and for how long."""

    list_display = ("order_id", "state", "expires_at", "created_at", "units")
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
