"""Shares of an amount, to the minor unit: nothing is lost between them, and nothing is added."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from shop.kernel.money import minor_unit, rounded


def share_of(amount: Decimal, units: int, of: int, currency: str) -> Decimal:
    """What the first `units` of so many cost, if all of them cost `amount`.

    Units that go one after the other are worth the difference of two such shares, so however they
    go, all of them together are worth exactly the amount.
    """
    if not 0 <= units <= of:
        raise ValueError(f"There are no {units} units of {of}.")
    return rounded(amount * units / of, currency)


def distribute(total: Decimal, weights: Sequence[Decimal], currency: str) -> tuple[Decimal, ...]:
    """The total in whole minor units, in proportion to the weights, by largest remainder.

    Each share is less than a minor unit away from the fair one; of equal remainders the first one
    is rounded up. Without any weight the first takes all.
    """
    unit = minor_unit(currency)
    whole = int(total / unit)
    is_possible = weights and total >= 0 and min(weights) >= 0
    if whole * unit != total or not is_possible:
        raise ValueError(f"{total} {currency} cannot be distributed by {list(weights)}.")
    shares = _whole_shares(whole, [Fraction(weight) for weight in weights])
    return tuple(share * unit for share in shares)


def _whole_shares(total: int, weights: list[Fraction]) -> list[int]:
    sum_of_weights = sum(weights)
    if not sum_of_weights:
        return [total, *[0] * (len(weights) - 1)]
    fair = [total * weight / sum_of_weights for weight in weights]
    shares = [int(share) for share in fair]
    by_remainder = sorted(range(len(fair)), key=lambda at: shares[at] - fair[at])
    for at in by_remainder[: total - sum(shares)]:
        shares[at] += 1
    return shares
