"""The fields that several forms share, and what browsers are told about them."""

import re
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from shop.events.orders import SEAT

MOST_UNITS = 10_000
LONGEST_KEY = 80
_ONE_LINE = RegexValidator(r"^[^\x00-\x1f\x7f]*\Z", "Leave out line breaks and control characters.")


class Field(forms.CharField):
    """One line of text; `autocomplete` tells browsers what they may fill in."""

    def __init__(self, *, label: str, autocomplete: str, **options: Any) -> None:
        options.setdefault("error_messages", missing(label))
        hints = {"autocomplete": autocomplete}
        options.setdefault("widget", forms.TextInput())
        options["widget"].attrs.update(hints)
        super().__init__(label=label, validators=[_ONE_LINE], **options)


class Email(forms.EmailField):
    """A mail address that programs and people can read."""

    def __init__(self) -> None:
        widget = forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"})
        super().__init__(
            label="E-mail",
            max_length=254,
            widget=widget,
            error_messages={
                "required": "Write your mail address.",
                "invalid": "Write a mail address like name@example.com.",
            },
        )


class Quantity(forms.IntegerField):
    """How many units, one at least unless `min_value` says less."""

    def __init__(self, **options: Any) -> None:
        widget = forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(
            **{"label": "Quantity", "min_value": 1, "initial": 1, "widget": widget, **options},
            max_value=MOST_UNITS,
            error_messages={
                "required": "How many?",
                "invalid": "Write a whole number.",
                "min_value": "One at least.",
                "max_value": f"{MOST_UNITS:,} at most.",
            },
        )


class Seats(forms.MultipleChoiceField):
    """Seats that were picked on a map, or none: whoever keeps them knows which there are."""

    def __init__(self) -> None:
        super().__init__(label="Seats", required=False)

    def valid_value(self, value: str) -> bool:
        return re.fullmatch(SEAT, value) is not None


def missing(label: str) -> dict[str, str]:
    """What is said about a field with that label where nothing was typed."""
    return {"required": f"Write the {label[0].lower()}{label[1:]}."}


def hidden_text(*, max_length: int, **options: Any) -> forms.CharField:
    """Something that a page of ours has written into its own form."""
    return forms.CharField(max_length=max_length, widget=forms.HiddenInput, **options)
