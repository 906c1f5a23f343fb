"""Whom to tell, where the parcel goes, how it travels, and what the page showed of all that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from shop.events.base import PostalAddress
from shop.kernel.postal_codes import mistake_in_postal_code
from shop.storefront.countries import country_choices
from shop.storefront.forms.addresses import ADDRESS_FIELDS, AddressForm
from shop.storefront.forms.fields import LONGEST_KEY, Email, hidden_text

_LONGEST_ASKED = 40
ANOTHER_ADDRESS = "another"
_MEND = "Mend this address in your account, or choose another one."


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the form offers: a member's addresses by their ids, and where parcels go."""

    addresses: Mapping[str, PostalAddress]
    countries: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Destination:
    """As much of an address as decides about delivery; empty where nothing is known yet."""

    country: str
    postal_code: str


class CheckoutForm(AddressForm):
    """Contact, address and delivery; a saved address stands for all fields of an address."""

    field_order = ("email", "saved", *ADDRESS_FIELDS, "shipping")

    email = Email()
    saved = forms.ChoiceField(label="Address", required=False, widget=forms.RadioSelect)
    shipping = forms.CharField(
        label="Delivery",
        max_length=40,
        required=False,
        error_messages={"required": "Choose how it shall travel."},
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        known: Known,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self._known = known
        self._offer("country", [("", "Choose a country"), *country_choices(known.countries)])
        self._offer("saved", [(key, key) for key in (*known.addresses, ANOTHER_ADDRESS)])
        if self["saved"].value() in known.addresses:
            self._leave_out(ADDRESS_FIELDS)

    def clean(self) -> dict[str, Any]:
        """A saved address is judged as if it had been typed, what else was typed is not."""
        saved = self._known.addresses.get(self.cleaned_data.get("saved", ""))
        if saved is None:
            return super().clean()
        mistake = mistake_in_postal_code(saved.postal_code, country=saved.country)
        if mistake:
            self.add_error("saved", f"{mistake} {_MEND}")
        return self.cleaned_data

    @property
    def destination(self) -> Destination:
        """Where the parcel would go, as far as the form can say already."""
        saved = self._known.addresses.get(str(self["saved"].value()))
        if saved:
            return Destination(country=saved.country, postal_code=saved.postal_code)
        return Destination(
            country=self._typed("country", among=self._known.countries),
            postal_code=self._typed("postal_code"),
        )

    @property
    def shipping_asked(self) -> str:
        return self._typed("shipping")

    def address(self) -> PostalAddress:
        """The address of a valid form."""
        saved = self._known.addresses.get(self.cleaned_data["saved"])
        typed = {name: self.cleaned_data[name] for name in ADDRESS_FIELDS}
        return saved or PostalAddress(**typed)

    def _typed(self, name: str, *, among: Sequence[str] = ()) -> str:
        text = str(self[name].value() or "")
        is_plausible = text.isprintable() and len(text) <= _LONGEST_ASKED
        return text if is_plausible and (not among or text in among) else ""

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = choices

    def _leave_out(self, names: Sequence[str]) -> None:
        for name in names:
            self.fields[name].required = False


class SeenForm(forms.Form):
    """Which cart the page showed, and at which total; with the key of this page's one try."""

    cart = forms.UUIDField(widget=forms.HiddenInput)
    total = forms.DecimalField(max_digits=14, decimal_places=3, widget=forms.HiddenInput)
    currency = hidden_text(max_length=3)
    key = hidden_text(max_length=LONGEST_KEY)
