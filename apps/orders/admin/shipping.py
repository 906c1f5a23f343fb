from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.orders.admin.rates import RateAdmin
from apps.orders.models import ShippingRate, ShippingZone
from apps.orders.services import set_shipping_rate, set_shipping_zone
from shop.events.base import Money
from shop.kernel.admin import ReadOnlyInline, ServiceAdmin, amount, currency_field


class ZoneForm(forms.ModelForm[ShippingZone]):
    """The zone that is written again under its name has other countries from then on."""

    countries = forms.CharField(
        required=False,
        help_text="ISO 3166-1 alpha-2, like DE AT CH. Empty: all countries that no zone names.",
    )

    class Meta:
        model = ShippingZone
        fields = ("name",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["countries"].initial = _countries(self.instance)


# Names, and functions of the row, which the types of Django do not know here.
_RATE_COLUMNS: Any = (
    "method", "title", amount("amount"), amount("free_from"), "currency", "tax_class", "ended_at",
)  # fmt: skip


class RatesInline(ReadOnlyInline):
    """What parcels into the zone cost, and did."""

    model = ShippingRate
    fields = readonly_fields = _RATE_COLUMNS
    ordering = ("method", "-id")


@admin.register(ShippingZone)
class ShippingZoneAdmin(ServiceAdmin):
    form = ZoneForm
    list_display = ("name", "countries")
    search_fields = ("name", "=countries__country")
    search_help_text = "A name, or the code of a country"
    ordering = ("name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ShippingZone]:
        return super().get_queryset(request).prefetch_related("countries")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return ["name"] if obj else []

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return [RatesInline] if obj else []

    def save_model(self, request: HttpRequest, obj: ShippingZone, form: Any, change: Any) -> None:
        codes = form.cleaned_data["countries"].replace(",", " ").upper().split()
        obj.pk = set_shipping_zone(name=obj.name, countries=codes).pk

    @admin.display(description="countries")
    def countries(self, zone: ShippingZone) -> str:
        return "all others" if zone.is_default else _countries(zone)


def _countries(zone: ShippingZone) -> str:
    return " ".join(sorted(each.country for each in zone.countries.all()))


class NewRateForm(forms.ModelForm[ShippingRate]):
    """What parcels into a zone cost from now on."""

    title = forms.CharField(max_length=80, help_text="As buyers read it.")
    amount = forms.DecimalField(
        max_digits=14, decimal_places=3, help_text="With tax, where prices are."
    )
    currency = currency_field()
    free_from = forms.DecimalField(
        max_digits=14,
        decimal_places=3,
        required=False,
        help_text="Goods for this much or more travel free. Empty: never.",
    )
    tax_class = forms.CharField(max_length=40, initial="standard")

    class Meta:
        model = ShippingRate
        fields: list[str] = []


@admin.register(ShippingRate)
class ShippingRateAdmin(RateAdmin):
    add_form = NewRateForm
    asked = ("zone", "method", "title", "amount", "currency", "free_from", "tax_class")
    list_display = ("zone", *_RATE_COLUMNS)
    autocomplete_fields = ("zone",)
    list_filter = ("method", ("ended_at", admin.EmptyFieldListFilter))
    list_select_related = ("zone",)
    search_fields = ("zone__name", "title")
    ordering = ("zone__name", "method", "-id")

    def save_model(self, request: HttpRequest, obj: ShippingRate, form: Any, change: Any) -> None:
        said = form.cleaned_data
        obj.pk = set_shipping_rate(
            zone=said["zone"].name,
            method=said["method"],
            title=said["title"],
            amount=Money(amount=said["amount"], currency=said["currency"]),
            free_from=said["free_from"],
            tax_class=said["tax_class"],
        ).pk
        obj.refresh_from_db()
