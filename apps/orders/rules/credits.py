"""What units that are taken back are worth; in whatever steps they go, all are worth all."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from apps.orders.rules.shares import share_of

UNDELIVERED, SENT_BACK = "undelivered", "returned"
CALLED_OFF, GIVEN_UP = "order_cancelled", "items_cancelled"
REASONS = (UNDELIVERED, SENT_BACK, CALLED_OFF, GIVEN_UP)
"""Why a paid order, or a part of it, is credited."""


@dataclass(frozen=True, kw_only=True)
class Portion:
    """The next `units` of a line of so many, after those that were gone before."""

    units: int
    gone_before: int
    of: int

    def share(self, amount: Decimal, currency: str) -> Decimal:
        """What they are of an amount that is for the whole line."""
        gone = self.gone_before + self.units
        before = share_of(amount, self.gone_before, self.of, currency)
        return share_of(amount, gone, self.of, currency) - before

    @property
    def is_last(self) -> bool:
        """Whether nothing of the line is left after them."""
        return self.gone_before + self.units == self.of


def shipping_goes_back(parcel: Iterable[Portion]) -> bool:
    """Sending is paid back with the last unit of what had to be sent, neither before nor after.

    Every line that needs a parcel has its portion here, some of none.
    """
    portions = list(parcel)
    return all(it.is_last for it in portions) and any(it.units for it in portions)
