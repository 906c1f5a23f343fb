from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from apps.suppliers.admin.lead_times import known_from
from apps.suppliers.models import CatalogueItem, UnmetNeed
from apps.suppliers.queries import lead_times
from apps.suppliers.rules import ItemDraft
from apps.suppliers.services import list_item
from shop.kernel.admin import ReadOnlyAdmin, ServiceAdmin, amount

_TERMS = ("title", "cost", "minimum_quantity", "pack_size", "order_up_to")


class CatalogueItemForm(forms.ModelForm[CatalogueItem]):
    """What a supplier sells, and on which terms.

    Whoever is preferred makes the others less so, which a field of the model would refuse.
    """

    preferred = forms.BooleanField(
        required=False, help_text="What runs low is ordered here, and from nobody else."
    )

    class Meta:
        model = CatalogueItem
        fields = ("supplier", "code", "sku", *_TERMS)
        help_texts = {
            "code": "What the supplier calls it.",
            "cost": "Of one unit, in the currency of the supplier.",
            "order_up_to": "So many units shall be there again; empty: the fewest he sells.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "preferred" in self.fields:
            self.fields["preferred"].initial = self.instance.is_preferred


@admin.register(CatalogueItem)
class CatalogueItemAdmin(ServiceAdmin):
    """Who sells a SKU, and who is asked for it."""

    form = CatalogueItemForm
    list_display = (
        *("sku", "supplier", "code", "title", amount("cost", currency="supplier.currency")),
        *("order_up_to", "is_preferred", "said_in_stock", "seen_at"),
    )
    list_filter = ("is_preferred", "supplier")
    list_select_related = ("supplier",)
    autocomplete_fields = ("supplier",)
    search_fields = ("=sku", "=code", "title")
    search_help_text = "A whole SKU, a supplier's code, or words of a title"
    ordering = ("sku", "supplier")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("supplier", "code", "said_in_stock", "seen_at", "lead_time") if obj else ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        known = ("said_in_stock", "seen_at", "lead_time") if obj else ()
        return ("supplier", "code", "sku", *_TERMS, "preferred", *known)

    def save_model(self, request: HttpRequest, obj: CatalogueItem, form: Any, change: Any) -> None:
        said = {name: form.cleaned_data[name] for name in ("sku", *_TERMS)}
        draft = ItemDraft(code=obj.code, is_preferred=form.cleaned_data["preferred"], **said)
        obj.pk = list_item(supplier=obj.supplier_id, draft=draft).pk

    @admin.display(description="lead time")
    def lead_time(self, item: CatalogueItem) -> str:
        time = lead_times(item.supplier, [item.sku])[item.sku]
        return f"{time.days} days, {known_from(time)}"


@admin.register(UnmetNeed)
class UnmetNeedAdmin(ReadOnlyAdmin):
    """What has run low, and nobody could be asked for."""

    list_display = ("sku", "available", "reason", "noted_at")
    search_fields = ("=sku",)
    search_help_text = "A whole SKU"
    ordering = ("-noted_at",)
