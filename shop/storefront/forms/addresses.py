"""An address, wherever somebody types one."""

from typing import Any

from django import forms

from apps.orders.queries import delivery_countries
from shop.kernel.postal_codes import mistake_in_postal_code
from shop.storefront.countries import country_choices
from shop.storefront.forms.fields import Field

ADDRESS_FIELDS = ("name", "line1", "line2", "postal_code", "city", "country")


class AddressForm(forms.Form):
    """Where a parcel goes, among the countries that the shop sends to."""

    name = Field(label="Full name", autocomplete="name", max_length=200)
    line1 = Field(label="Street and number", autocomplete="address-line1", max_length=200)
    line2 = Field(
        label="Flat, floor, company",
        autocomplete="address-line2",
        max_length=200,
        required=False,
    )
    postal_code = Field(label="Postal code", autocomplete="postal-code", max_length=20)
    city = Field(label="Town or city", autocomplete="address-level2", max_length=200)
    country = forms.ChoiceField(
        label="Country",
        choices=lambda: [("", "Choose a country"), *country_choices(delivery_countries())],
        error_messages={
            "required": "Choose a country.",
            "invalid_choice": "Choose one of these countries.",
        },
        widget=forms.Select(attrs={"autocomplete": "country"}),
    )

    def clean(self) -> dict[str, Any]:
        """The postal code has to be one of its country."""
        typed = super().clean() or self.cleaned_data
        if typed.get("postal_code") and typed.get("country"):
            mistake = mistake_in_postal_code(typed["postal_code"], country=typed["country"])
            if mistake:
                self.add_error("postal_code", mistake)
        return typed
