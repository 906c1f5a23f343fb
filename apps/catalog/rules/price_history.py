"""What a thing cost, and when."""

from dataclasses import dataclass
from datetime import datetime

from shop.events.base import Money


@dataclass(frozen=True, kw_only=True)
class PricePeriod:
    """A price for a time; `ends` is None while nobody says until when.

    `lowest_before` is the lowest price of the 30 days before it began, if one is known: what a
    reduction has to be measured by (Directive 98/6/EC, article 6a).
    """

    price: Money
    is_planned: bool
    starts: datetime
    ends: datetime | None
    lowest_before: Money | None

    def standing(self, now: datetime) -> str:
        """Whether it is over, counts now, or is yet to come."""
        if self.starts > now:
            return "yet to come"
        return "over" if self.ends is not None and self.ends <= now else "counts now"
