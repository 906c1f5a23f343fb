"""How much of a price is tax, or comes on top of it, by the declared rule of the place.

Whatever is rounded is rounded once, half away from zero, to the minor unit of its currency.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from apps.orders.rules.shares import distribute
from shop.kernel.money import rounded


class Rounding(StrEnum):
    """What is rounded: the tax of each line, of all lines with the same rate, or each part of it.

    The tax of a `TOTAL` is distributed to its lines by largest remainder. A `PART` is what one of
    several authorities gets of a line: each is a tax of its own.
    """

    LINE = "line"
    TOTAL = "total"
    PART = "part"


@dataclass(frozen=True)
class TaxPolicy:
    """Whether prices include tax where the goods go, and what is rounded."""

    included: bool = True
    rounding: str = Rounding.LINE


IN_PRICES = TaxPolicy()
"""How most of the world takes tax."""


@dataclass(frozen=True)
class TaxPart:
    """The share of the net price that one authority gets."""

    name: str
    rate: Decimal


@dataclass(frozen=True)
class Taxed:
    """An amount that is taxed; the rates of `parts`, if there are any, add up to the rate."""

    amount: Decimal
    rate: Decimal
    parts: tuple[TaxPart, ...] = ()


def taxes_of(amounts: Sequence[Taxed], policy: TaxPolicy, currency: str) -> tuple[Decimal, ...]:
    """The tax in each amount, or on top of each."""
    if policy.rounding == Rounding.TOTAL:
        return _by_total(amounts, policy, currency)
    return tuple(_tax(taxed, policy, currency) for taxed in amounts)


def parts_of(
    taxed: Taxed, tax: Decimal, policy: TaxPolicy, currency: str
) -> tuple[tuple[str, Decimal], ...]:
    """What each authority gets of the tax of an amount: exactly the tax, altogether."""
    if not taxed.parts:
        return ()
    if policy.rounding == Rounding.PART:
        shares = _each_part(taxed, policy, currency)
    else:
        shares = distribute(tax, [part.rate for part in taxed.parts], currency)
    return tuple((part.name, share) for part, share in zip(taxed.parts, shares, strict=True))


def _tax(taxed: Taxed, policy: TaxPolicy, currency: str) -> Decimal:
    if policy.rounding == Rounding.PART and taxed.parts:
        return sum(_each_part(taxed, policy, currency), Decimal(0))
    if policy.included:
        return rounded(taxed.amount - taxed.amount / (1 + taxed.rate), currency)
    return rounded(taxed.amount * taxed.rate, currency)


def _each_part(taxed: Taxed, policy: TaxPolicy, currency: str) -> tuple[Decimal, ...]:
    net = taxed.amount / (1 + taxed.rate) if policy.included else taxed.amount
    return tuple(rounded(net * part.rate, currency) for part in taxed.parts)


def _by_total(amounts: Sequence[Taxed], policy: TaxPolicy, currency: str) -> tuple[Decimal, ...]:
    taxes = [Decimal(0)] * len(amounts)
    for rate in {taxed.rate for taxed in amounts}:
        places = [at for at, taxed in enumerate(amounts) if taxed.rate == rate]
        weights = [amounts[at].amount for at in places]
        tax = _tax(Taxed(sum(weights, Decimal(0)), rate), policy, currency)
        for at, share in zip(places, distribute(tax, weights, currency), strict=True):
            taxes[at] = share
    return tuple(taxes)
