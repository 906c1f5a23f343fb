"""What leads to an order."""

from django import forms

from shop.storefront.forms.fields import Field


class FindForm(forms.Form):
    """The number of an order, and the code that was mailed with it."""

    number = forms.RegexField(
        r"^[0-9A-Za-z]{2,10}-[0-9A-Za-z]{2,10}\Z",
        label="Order number",
        max_length=30,
        error_messages={"invalid": "An order number looks like 7KQ2M-9XBDT."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    code = Field(label="Code from the mail", autocomplete="off", max_length=200)
