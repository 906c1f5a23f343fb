"""What a buyer may send back, why, and what becomes of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shop.kernel.errors import DomainError


class ReturnReason(StrEnum):
    """Why the buyer sends something back; words, so that nothing personal is kept."""

    CHANGED_MIND = "changed_mind"
    DAMAGED = "damaged"
    NOT_AS_DESCRIBED = "not_as_described"
    WRONG_ITEM = "wrong_item"


class RefusalReason(StrEnum):
    """Why the shop does not take something back."""

    NEVER_CAME = "never_came"
    USED = "used"
    NOT_OURS = "not_ours"


@dataclass(frozen=True, kw_only=True)
class Arrived:
    """What arrived of one line, by what becomes of it: sold again, set aside, or thrown away."""

    restocked: int = 0
    damaged: int = 0
    discarded: int = 0

    @property
    def units(self) -> int:
        return self.restocked + self.damaged + self.discarded


def confirm_in_time(delivered_at: datetime, *, now: datetime, days: int) -> None:
    """Raises DomainError if it is too late to send anything back."""
    if now > delivered_at + timedelta(days=days):
        raise DomainError(f"It is too late: {days} days after the delivery, goods stay sold.")


def confirm_some(units: Collection[int], *, what: str) -> None:
    """Raises DomainError unless it is about something: some units of each line that is named."""
    if not units or min(units) < 1:
        raise DomainError(f"Say how many units of which line are {what}: 1 or more.")
