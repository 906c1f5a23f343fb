from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from apps.inventory.models import AGREED, Terms, Waiting
from apps.inventory.services import agree_on_terms
from shop.kernel.admin import ServiceAdmin


class TermsForm(forms.ModelForm[Terms]):
    class Meta:
        model = Terms
        fields = ("sku", *AGREED)
        help_texts = {
            "hold_minutes": "For a buyer who has not paid; empty: as long as everything else.",
            "reorder_point": "At so many units available, or fewer, it is time; empty: never.",
            "when_sold_out": "Units that come belong to those who wait, first come, first served.",
            "backorder_limit": "So many units may be waited for at most; empty: any number.",
            "available_from": "What buyers are promised while no purchase order says better.",
        }


@admin.register(Terms)
class TermsAdmin(ServiceAdmin):
    """What is special about a SKU."""

    form = TermsForm
    list_display = ("sku", *AGREED, "backordered")
    list_filter = ("when_sold_out",)
    search_fields = ("=sku",)
    search_help_text = "A whole SKU"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("sku", "backordered") if obj else ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("sku", *AGREED, *(["backordered"] if obj else []))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Terms, form: Any, change: Any) -> None:
        terms = agree_on_terms(
            sku=obj.sku,
            hold_minutes=obj.hold_minutes,
            reorder_point=obj.reorder_point,
            waiting=Waiting(
                when_sold_out=obj.when_sold_out,
                limit=obj.backorder_limit,
                available_from=obj.available_from,
            ),
        )
        obj.pk = terms.pk
