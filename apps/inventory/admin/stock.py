from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from apps.inventory.admin.clicks import done_per_click, key_field
from apps.inventory.models import Cause, Movement, Stock, Warehouse
from apps.inventory.services import adjust_stock, receive_stock
from shop.kernel.admin import ReadOnlyAdmin, ServiceAdmin


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
    key = key_field()


@admin.register(Stock)
class StockAdmin(ServiceAdmin):
    """Whoever may change stock writes a line of the ledger, with a reason."""

    form = StockMoveForm
    list_display = ("sku", "warehouse", "on_hand", "reserved", "free", "incoming")
    list_filter = ("warehouse",)
    list_select_related = ("warehouse",)
    search_fields = ("sku",)
    readonly_fields = ("sku", "warehouse", "on_hand", "reserved", "free", "incoming")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        may_move = self.has_change_permission(request, obj)
        return [*self.readonly_fields, *(_MOVING if may_move else ())]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Stock, form: Any, change: Any) -> None:
        said = form.cleaned_data
        done_per_click(request, f"stock {obj.pk}", said, lambda: _move(obj, said))


def _move(stock: Stock, said: Mapping[str, Any]) -> str:
    place = {"sku": stock.sku, "warehouse": stock.warehouse_id, "reason": said["reason"]}
    if said["cause"] == Cause.RECEIVED:
        receive_stock(quantity=said["units"], **place)
    else:
        adjust_stock(delta=said["units"], **place)
    return ""


@admin.register(Movement)
class MovementAdmin(ReadOnlyAdmin):
    """The ledger, the latest line first."""

    list_display = (
        *("created_at", "cause", "sku", "warehouse", "on_hand", "reserved", "incoming"),
        *("order_id", "reason", "actor"),
    )
    list_filter = ("cause",)
    search_fields = ("=sku", "=order_id")
    search_help_text = "A whole SKU, or the id of an order"
