"""How somebody wants to pay."""

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
        required=False,
        help_text="Like name@bank. Your UPI app asks you to approve.",
        widget=forms.TextInput(
            attrs={"inputmode": "email", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
