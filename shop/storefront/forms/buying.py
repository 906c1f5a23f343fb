"""What is asked on the way from one product to its order."""

from django import forms

from apps.orders.queries import delivery_countries
from shop.storefront.countries import country_choices
from shop.storefront.forms.fields import MOST_UNITS, Email, Field


class BuyForm(forms.Form):
    """What to buy, and how many of it."""

    sku = forms.CharField(max_length=80, widget=forms.HiddenInput)
    quantity = forms.IntegerField(
        label="Quantity",
        min_value=1,
        max_value=MOST_UNITS,
        initial=1,
        error_messages={
            "required": "How many?",
            "invalid": "Write a whole number.",
            "min_value": "One at least.",
            "max_value": f"{MOST_UNITS:,} at most.",
        },
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class SeenForm(forms.Form):
    """What the checkout page showed: exactly this is ordered, at exactly this total."""

    sku = forms.CharField(max_length=80, widget=forms.HiddenInput)
    quantity = forms.IntegerField(min_value=1, max_value=MOST_UNITS, widget=forms.HiddenInput)
    total = forms.DecimalField(max_digits=14, decimal_places=3, widget=forms.HiddenInput)
    key = forms.CharField(max_length=80, widget=forms.HiddenInput)


class AddressForm(forms.Form):
    """Whom to tell, and where the parcel goes."""

    email = Email()
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
        widget=forms.Select(attrs={"autocomplete": "country"}),
    )
