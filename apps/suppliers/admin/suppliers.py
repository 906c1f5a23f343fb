from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString

from apps.suppliers.admin.lead_times import shown_lead_times
from apps.suppliers.models import Supplier
from apps.suppliers.queries import lead_times_learned
from apps.suppliers.rules import SupplierDraft
from apps.suppliers.services import agree_with_supplier
from shop.kernel.admin import ServiceAdmin, amount, currency_field

_ASKED = (
    *("name", "adapter", "address", "warehouse", "lead_days"),
    *("approve_up_to", "is_active"),
)


class SupplierForm(forms.ModelForm[Supplier]):
    """Who a supplier is, and how he is asked."""

    adapter = forms.ChoiceField(label="Asked by")

    class Meta:
        model = Supplier
        fields: tuple[str, ...] = _ASKED
        help_texts = {
            "address": "A mail address, the address of his API, or his name in the sandbox.",
            "warehouse": "The code of the warehouse where his goods go.",
            "lead_days": "Days that were agreed on, until some receipts tell better.",
            "approve_up_to": "Proposals that cost no more are approved at once; empty: none is.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["adapter"]
        field.choices = [(name, name) for name in settings.SUPPLIER_ADAPTERS]


class NewSupplierForm(SupplierForm):
    currency = currency_field()

    class Meta(SupplierForm.Meta):
        fields = ("code", *_ASKED)


@admin.register(Supplier)
class SupplierAdmin(ServiceAdmin):
    """Firms that we buy from; a code and a currency stay for ever."""

    form = SupplierForm
    add_form = NewSupplierForm
    list_display = (
        *("code", "name", "adapter", "warehouse", "lead_days"),
        *(amount("approve_up_to"), "currency", "is_active"),
    )
    list_filter = ("is_active",)
    search_fields = ("code", "name")
    ordering = ("code",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code", "currency", "lead_times") if obj else ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if obj is None:
            return ("code", "currency", *_ASKED)
        return ("code", "currency", *_ASKED, "lead_times")

    def save_model(self, request: HttpRequest, obj: Supplier, form: Any, change: Any) -> None:
        said = {name: form.cleaned_data[name] for name in _ASKED}
        currency = obj.currency if change else form.cleaned_data["currency"]
        agree_with_supplier(draft=SupplierDraft(code=obj.code, currency=currency, **said))

    @admin.display(description="lead times learned")
    def lead_times(self, supplier: Supplier) -> SafeString:
        return shown_lead_times(lead_times_learned(supplier))
