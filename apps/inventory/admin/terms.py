from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from apps.inventory.models import Terms
from apps.inventory.services import agree_on_terms
from shop.kernel.admin import ServiceAdmin


class TermsForm(forms.ModelForm[Terms]):
    class Meta:
        model = Terms
        fields = ("sku", "hold_minutes", "reorder_point")
        help_texts = {
            "hold_minutes": "For a buyer who has not paid; empty: as long as everything else.",
            "reorder_point": "At so many units available, or fewer, it is time; empty: never.",
        }


@admin.register(Terms)
class TermsAdmin(ServiceAdmin):
    """What is special about a SKU."""

    form = TermsForm
    list_display = ("sku", "hold_minutes", "reorder_point")
    search_fields = ("=sku",)
    search_help_text = "A whole SKU"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("sku",) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Terms, form: Any, change: Any) -> None:
        terms = agree_on_terms(
            sku=obj.sku, hold_minutes=obj.hold_minutes, reorder_point=obj.reorder_point
        )
        obj.pk = terms.pk
