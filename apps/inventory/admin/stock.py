from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from apps.inventory.models import STORED_BALANCES, Movement, Stock, Unavailable, Warehouse
from apps.inventory.rules import Site
from apps.inventory.services import (
    adjust_stock,
    open_warehouse,
    put_stock_back,
    receive_stock,
    set_stock_aside,
    write_stock_off,
)
from shop.kernel.admin import ReadOnlyAdmin, ServiceAdmin
from shop.kernel.admin.clicks import done_per_click, key_field


class WarehouseForm(forms.ModelForm[Warehouse]):
    """What a warehouse is called, and where it is, for whoever sends from the nearest one."""

    class Meta:
        model = Warehouse
        fields = ("code", "name", "country", "postal_code")


@admin.register(Warehouse)
class WarehouseAdmin(ServiceAdmin):
    """Warehouses are opened, and told apart by where they are; a code stays for ever."""

    form = WarehouseForm
    list_display = ("code", "name", "country", "postal_code")
    search_fields = ("code", "name")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code",) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Warehouse, form: Any, change: Any) -> None:
        site = Site(obj.country, obj.postal_code)
        open_warehouse(code=obj.code, name=obj.name, site=site)


_MOVING = ("cause", "units", "reason", "key")
Verb = Callable[..., Stock]


@dataclass(frozen=True)
class Move:
    """What staff may say has happened to units on a shelf, and the service that writes it down."""

    label: str
    verb: Verb
    why: Unavailable | None = None
    units: str = "quantity"

    def do(self, units: int, place: Mapping[str, str]) -> None:
        """`place` names the SKU, the warehouse and the reason."""
        self.verb(**{self.units: units}, **({"why": self.why} if self.why else {}), **place)


_DAMAGED, _CHECKED, _SAFETY = Unavailable
_MOVES = {
    "received": Move("New units arrived", receive_stock),
    "adjusted": Move("The books were wrong", adjust_stock, units="delta"),
    "damaged": Move("Free units are damaged", set_stock_aside, _DAMAGED),
    "into_control": Move("Free units go into quality control", set_stock_aside, _CHECKED),
    "into_safety": Move("Free units are kept as safety stock", set_stock_aside, _SAFETY),
    "mended": Move("Damaged units are for sale again", put_stock_back, _DAMAGED),
    "passed": Move("Units passed quality control", put_stock_back, _CHECKED),
    "out_of_safety": Move("Safety stock is for sale again", put_stock_back, _SAFETY),
    "lost": Move("Free units are gone for good", write_stock_off),
    "thrown_away": Move("Damaged units are gone for good", write_stock_off, _DAMAGED),
    "failed": Move("Units failed quality control and are gone", write_stock_off, _CHECKED),
}


class StockMoveForm(forms.ModelForm[Stock]):
    """What happened to the units on the shelf; the hidden key lets a second click do nothing."""

    cause = forms.ChoiceField(
        label="What happened",
        choices=[(name, move.label) for name, move in _MOVES.items()],
    )
    units = forms.IntegerField(
        help_text="How many; where the books were wrong, how many more, or fewer with a minus."
    )
    reason = forms.CharField(max_length=200, help_text="A delivery note, a count, a broken cup.")
    key = key_field()


@admin.register(Stock)
class StockAdmin(ServiceAdmin):
    """Whoever may change stock writes a line of the ledger, with a reason."""

    form = StockMoveForm
    list_display = ("sku", "warehouse", "on_hand", "reserved", "unavailable", "free", "incoming")
    list_filter = ("warehouse",)
    list_select_related = ("warehouse",)
    search_fields = ("sku",)
    readonly_fields = ("sku", "warehouse", *STORED_BALANCES, "free")

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
    _MOVES[said["cause"]].do(said["units"], place)
    return ""


@admin.register(Movement)
class MovementAdmin(ReadOnlyAdmin):
    """The ledger, the latest line first."""

    list_display = (
        *("created_at", "cause", "sku", "warehouse", "changes"),
        *("order_id", "reason", "actor"),
    )
    list_filter = ("cause",)
    search_fields = ("=sku", "=order_id")
    search_help_text = "A whole SKU, or the id of an order"
