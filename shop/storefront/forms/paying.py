"""How somebody wants to pay."""

from typing import Any

from django import forms

from shop.storefront.forms.fields import LONGEST_KEY, Field, hidden_text


class PayForm(forms.Form):
    """One of the ways that need no page of a bank first; `vpa` is the UPI id to ask."""

    method = forms.ChoiceField(
        choices=[(word, word) for word in ("upi_intent", "upi_collect", "wallet")],
        widget=forms.HiddenInput,
    )
    key = hidden_text(max_length=LONGEST_KEY)
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
