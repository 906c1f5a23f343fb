from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from apps.orders.admin.periods import ValidDuring
from apps.orders.admin.rates import RateAdmin
from apps.orders.models import TaxPolicy, TaxRate
from apps.orders.services import set_tax_policy, set_tax_rate
from shop.kernel.admin import ServiceAdmin

_PERCENT = Decimal(100)


class NewTaxRateForm(forms.ModelForm[TaxRate]):
    """What is asked of somebody who knows a new rate of a whole country."""

    country = forms.CharField(max_length=2, help_text="ISO 3166-1 alpha-2, like DE.")
    tax_class = forms.CharField(
        max_length=40, initial="standard", help_text="As products name it: standard, reduced, ..."
    )
    percent = forms.DecimalField(
        max_digits=6, decimal_places=3, help_text="Of the net price, like 19; from now on."
    )

    class Meta:
        model = TaxRate
        fields: list[str] = []


@admin.register(TaxRate)
class TaxRateAdmin(ValidDuring, RateAdmin):
    add_form = NewTaxRateForm
    asked = ("country", "tax_class", "percent")
    list_display = (
        *("country", "tax_class", "percent", "area", "postal_codes"),
        *("parts", "begins", "ends"),
    )
    search_fields = ("=country", "=tax_class", "area")
    search_help_text = "The code of a country, a class of goods, or the name of an area"
    ordering = ("country", "tax_class", "postal_codes", "-valid_during")

    def save_model(self, request: HttpRequest, obj: TaxRate, form: Any, change: Any) -> None:
        said = form.cleaned_data
        rate = said["percent"] / _PERCENT
        obj.pk = set_tax_rate(country=said["country"], tax_class=said["tax_class"], rate=rate).pk
        obj.refresh_from_db()

    @admin.display(description="percent", ordering="rate")
    def percent(self, rate: TaxRate) -> str:
        return f"{(rate.rate * _PERCENT).normalize():f}"

    @admin.display(description="parts")
    def parts(self, rate: TaxRate) -> str:
        shares = zip(rate.part_names, rate.part_rates, strict=True)
        return " + ".join(f"{name} {(part * _PERCENT).normalize():f}" for name, part in shares)


@admin.register(TaxPolicy)
class TaxPolicyAdmin(ServiceAdmin):
    fields = list_display = ("country", "prices_include_tax", "rounding")
    search_fields = ("=country",)
    ordering = ("country",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return ["country"] if obj else []

    def save_model(self, request: HttpRequest, obj: TaxPolicy, form: Any, change: Any) -> None:
        set_tax_policy(
            country=obj.country,
            prices_include_tax=obj.prices_include_tax,
            rounding=obj.rounding,
        )
