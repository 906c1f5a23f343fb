"""How long a supplier takes, learned from what he did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from statistics import median

RECEIPTS_LEARNED_FROM = 10


@dataclass(frozen=True, kw_only=True)
class Delivered:
    """A receipt of a SKU: when its purchase order was sent, and when the units came."""

    number: str
    sent_on: date
    received_on: date

    @property
    def days(self) -> int:
        return (self.received_on - self.sent_on).days


@dataclass(frozen=True, kw_only=True)
class LeadTime:
    """How many days a supplier takes for a SKU, and what that is known from.

    Without any receipts it is what was `agreed`.
    """

    agreed: int
    receipts: Sequence[Delivered] = ()

    @property
    def is_learned(self) -> bool:
        return bool(self.receipts)

    @property
    def days(self) -> int:
        """The median of the receipts; half a day is a day, as nobody delivers at night."""
        return ceil(median(it.days for it in self.receipts)) if self.receipts else self.agreed

    def from_day(self, day: date) -> date:
        """When units come that are ordered on that day."""
        return day + timedelta(days=self.days)
