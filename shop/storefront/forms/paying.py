"""How somebody wants to pay."""

from decimal import Decimal
from typing import Any

from django import forms

from shop.storefront.forms.fields import LONGEST_KEY, Field, hidden_text


class PartField(forms.DecimalField):
    """What comes from the wallet, if anything does."""

    def __init__(self) -> None:
        super().__init__(
            required=False, min_value=0, max_digits=14, decimal_places=3, widget=forms.HiddenInput
        )

    def clean(self, value: Any) -> Decimal:
        return super().clean(value) or Decimal(0)


class ReturnForm(forms.Form):
    """What the way back from the card page brings along."""

    token = forms.RegexField(r"^[\x21-\x7e]{1,200}$")
    wallet_amount = PartField()
    keep = forms.BooleanField(required=False)


class PayForm(forms.Form):
    """One of the ways that need no page of a bank first; `vpa` is the UPI id to ask.

    By card only one is paid with that was kept.
    """

    method = forms.ChoiceField(
        choices=[(word, word) for word in ("upi_intent", "upi_collect", "wallet", "card")],
        widget=forms.HiddenInput,
    )
    key = hidden_text(max_length=LONGEST_KEY)
    wallet_amount = PartField()
    saved_card = forms.UUIDField(required=False, widget=forms.HiddenInput)
    vpa = Field(
        label="Your UPI id",
        autocomplete="off",
        max_length=100,
        error_messages={"required": "Write your UPI id like name@bank."},
        help_text="Like name@bank. Your UPI app asks you to approve.",
        widget=forms.TextInput(
            attrs={"inputmode": "email", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    def __init__(self, *said: Any, **options: Any) -> None:
        super().__init__(*said, **options)
        asks_an_id = not self.is_bound or self.data.get("method") == "upi_collect"
        self.fields["vpa"].required = asks_an_id
        self.fields["saved_card"].required = self.is_bound and self.data.get("method") == "card"
