from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.suppliers.admin.steps import PurchaseOrderStepForm, asked_of, take_step
from apps.suppliers.models import (
    Despatch,
    PurchaseOrder,
    PurchaseOrderLine,
    Receipt,
    ReceiptLine,
    SupplierCallback,
)
from apps.suppliers.queries import with_total
from apps.suppliers.rules import LineDraft
from apps.suppliers.services import draft_purchase
from shop.kernel.admin import CallbackAdmin, ReadOnlyAdmin, ReadOnlyInline, ServiceAdmin, amount
from shop.kernel.admin.clicks import done_per_click, key_field
from shop.kernel.admin.units import read_units, units_field
from shop.kernel.money import rounded

_FACTS = (
    *("number", "supplier", "warehouse", "state", "origin", "approved_by", "expected_on"),
    *("supplier_reference", "note", "created_at", "approved_at", "sent_at"),
    *("acknowledged_at", "ended_at"),
)
_COST: Any = amount("unit_cost", currency="order.currency")
_TOTAL: Any = amount("goods")


class NewPurchaseOrderForm(forms.ModelForm[PurchaseOrder]):
    """What is to be ordered, and where; it is a proposal until somebody approves it."""

    units = units_field("A SKU a line, and how many of it, like TEA-100 3.", required=True)
    key = key_field()

    class Meta:
        model = PurchaseOrder
        fields = ("supplier",)


class LineInline(ReadOnlyInline):
    model = PurchaseOrderLine
    fields = readonly_fields = (
        *("sku", "code", "quantity", _COST),
        *("acknowledged", "received", "surplus", "outstanding"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[PurchaseOrderLine]:
        return super().get_queryset(request).select_related("order")


class DespatchInline(ReadOnlyInline):
    model = Despatch
    fields = readonly_fields = ("reference", "contents", "noted_at")


class ReceiptInline(ReadOnlyInline):
    model = Receipt
    fields = readonly_fields = ("reference", "received_at", "received_by", "surplus_accepted")
    show_change_link = True


@admin.register(PurchaseOrder)
class PurchaseOrderAdmin(ServiceAdmin):
    """What was proposed, ordered and received; whoever may change it says what happened."""

    form = PurchaseOrderStepForm
    add_form = NewPurchaseOrderForm
    list_display = (*("number", "supplier", "state", _TOTAL, "currency", "expected_on", "note"),)
    list_filter = ("state", "origin", "supplier")
    list_select_related = ("supplier",)
    autocomplete_fields = ("supplier",)
    search_fields = ("=id", "=number", "=supplier_reference", "=lines__sku")
    search_help_text = "The number of a purchase order, or a whole SKU"
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[PurchaseOrder]:
        return with_total(super().get_queryset(request))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[Any, ...]:
        if obj is None:
            return ()
        known = (name for name in _FACTS if getattr(obj, name) not in {None, ""})
        return (*known, _TOTAL, "charges")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[Any, ...]:
        if obj is None:
            return ("supplier", "units", "key")
        return (*self.get_readonly_fields(request, obj), *self._asked(request, obj))

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return [LineInline, DespatchInline, ReceiptInline] if obj else []

    def save_model(self, request: HttpRequest, obj: PurchaseOrder, form: Any, change: Any) -> None:
        said = form.cleaned_data
        if change:
            step = partial(take_step, obj, said)
            done_per_click(request, f"purchase order {obj.pk}", said, step)
        else:
            obj.pk = UUID(done_per_click(request, "purchase orders", said, partial(_draft, said)))

    def _asked(self, request: HttpRequest, order: PurchaseOrder) -> tuple[str, ...]:
        return asked_of(order) if self.has_change_permission(request, order) else ()

    @admin.display(description="freight and duty")
    def charges(self, order: PurchaseOrder) -> str:
        return str(rounded(order.freight + order.duty, order.currency))


class ReceiptLineInline(ReadOnlyInline):
    model = ReceiptLine
    fields = readonly_fields = (
        *("sku", "quantity", "surplus", "unit_cost", "charges", "landed_cost"),
    )


@admin.register(Receipt)
class ReceiptAdmin(ReadOnlyAdmin):
    """What came, and what it cost until it lay on the shelf."""

    list_display = ("reference", "order", "received_at", "received_by", "surplus_accepted")
    list_select_related = ("order",)
    search_fields = ("=id", "=reference", "=order__number", "=lines__sku")
    search_help_text = "A delivery note, the number of a purchase order, or a whole SKU"
    ordering = ("-id",)
    inlines = (ReceiptLineInline,)


@admin.register(SupplierCallback)
class SupplierCallbackAdmin(CallbackAdmin):
    """What suppliers told us about purchase orders."""


def _draft(said: Mapping[str, Any]) -> str:
    lines = [
        LineDraft(sku=sku, quantity=quantity) for sku, quantity in read_units(said["units"]).items()
    ]
    return str(draft_purchase(supplier=said["supplier"].code, lines=lines).pk)
