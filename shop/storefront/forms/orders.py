"""What leads to an order."""

from django import forms

from shop.storefront.forms.fields import LONGEST_KEY, Email, Field, hidden_text


class OrderNumber(forms.RegexField):
    """The number that an order has for people."""

    def __init__(self) -> None:
        super().__init__(
            r"^[0-9A-Za-z]{2,10}-[0-9A-Za-z]{2,10}\Z",
            label="Order number",
            max_length=20,
            error_messages={
                "required": "Write the order number.",
                "invalid": "An order number looks like 7KQ2M-9XBDT.",
            },
            widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        )


class FindForm(forms.Form):
    """The number of an order, and the code that was mailed with it."""

    number = OrderNumber()
    code = Field(label="Code from the mail", autocomplete="off", max_length=200)


class LostLinkForm(forms.Form):
    """The number of an order, and the mail address that was given with it."""

    number = OrderNumber()
    email = Email()


class PressForm(forms.Form):
    """A button of an order's page, with the key of this page's one try."""

    key = hidden_text(max_length=LONGEST_KEY)
