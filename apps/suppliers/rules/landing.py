"""What goods cost until they lie on the shelf: freight and duty, spread over them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from shop.kernel.money import rounded


@dataclass(frozen=True, kw_only=True)
class Landed:
    """Units that came, and what one of them cost without freight and duty."""

    units: int
    unit_cost: Decimal

    @property
    def value(self) -> Decimal:
        return self.units * self.unit_cost


def spread(amount: Decimal, goods: Sequence[Landed], *, currency: str) -> list[Decimal]:
    """The share of each in the amount, by value, or by units where nothing has a value.

    The sum of the shares is the amount to the cent: each share is what the goods up to here bear,
    without what those before them bear.
    """
    weights = [one.value for one in goods]
    if not any(weights):
        weights = [Decimal(one.units) for one in goods]
    whole, so_far, borne = sum(weights, Decimal()), Decimal(), Decimal()
    shares = []
    for weight in weights:
        so_far += weight
        until_here = rounded(amount * so_far / whole, currency)
        shares.append(until_here - borne)
        borne = until_here
    return shares
