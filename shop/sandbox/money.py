"""Amounts: text outside, whole minor units inside, never a float."""

import re
from decimal import Decimal

from shop.sandbox.problems import invalid

_AMOUNT = re.compile(r"[0-9]{1,9}(\.[0-9]{1,3})?")
_CURRENCY = re.compile(r"[A-Z]{3}")

# ISO 4217 currencies whose minor unit is not the hundredth.
_DECIMALS = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "BHD": 3, "KWD": 3, "JOD": 3, "TND": 3}


def minor_units(amount: str, currency: str) -> int:
    """`amount`, like "12.50", in minor units; refused unless positive and exact in `currency`."""
    if not _CURRENCY.fullmatch(currency):
        raise invalid('currency must be three capital letters, like "EUR".')
    if not _AMOUNT.fullmatch(amount):
        raise invalid('amount must be a positive decimal number as text, like "12.50".')
    units = Decimal(amount).scaleb(_decimals(currency))
    if units != int(units) or units <= 0:
        raise invalid(f"amount must be above zero, with {_decimals(currency)} decimals at most.")
    return int(units)


def written(units: int, currency: str) -> str:
    """Minor units as text with all decimals of the currency."""
    return f"{Decimal(units).scaleb(-_decimals(currency)):f}"


def _decimals(currency: str) -> int:
    return _DECIMALS.get(currency, 2)
