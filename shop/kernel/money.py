"""Amounts of money are exact, have a currency, and are rounded once, here."""

from decimal import ROUND_HALF_UP, Decimal

from shop.events.base import Money

# ISO 4217 currencies whose minor unit is not the hundredth.
_DECIMALS = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "BHD": 3, "KWD": 3, "JOD": 3, "TND": 3}


def minor_unit(currency: str) -> Decimal:
    """The smallest amount that can be paid in it."""
    return Decimal(1).scaleb(-_DECIMALS.get(currency, 2))


def rounded(amount: Decimal, currency: str) -> Decimal:
    """The amount in whole minor units, half away from zero, the commercial rule."""
    return amount.quantize(minor_unit(currency), ROUND_HALF_UP)


def money(amount: Decimal, currency: str) -> Money:
    """`amount`, rounded, with its currency."""
    return Money(amount=rounded(amount, currency), currency=currency)


def is_exact(amount: Decimal, currency: str) -> bool:
    """Whether it can be paid: no fraction of a minor unit is in it."""
    return rounded(amount, currency) == amount
