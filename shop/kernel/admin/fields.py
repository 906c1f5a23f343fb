from django import forms
from django.conf import settings


def currency_field() -> forms.RegexField:
    """Asks for a currency, at first the shop's own."""
    return forms.RegexField(
        "^[A-Z]{3}$", initial=lambda: settings.CURRENCY, help_text="ISO 4217, like EUR."
    )
