"""What gateways say that they settled, and in which way it can differ from the books."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

LONGEST_ID = 255
_MOST = Decimal(10) ** 11


@dataclass(frozen=True, kw_only=True)
class SettlementLine:
    """What a gateway says of a charge: so much `came` in, so much `went` back.

    What is taken back of either is below zero. `id` is the gateway's own of this line: the same one
    again is the same line. Raises ValueError for what no gateway would say.
    """

    id: str
    charge_id: str
    came: Decimal
    went: Decimal
    currency: str
    at: datetime

    def __post_init__(self) -> None:
        for text in (self.id, self.charge_id):
            if not 0 < len(text) <= LONGEST_ID or not (text.isascii() and text.isprintable()):
                raise ValueError(f"{text[:LONGEST_ID]!r} is no id")
        for amount in (self.came, self.went):
            if not amount.is_finite() or abs(amount) >= _MOST or amount != round(amount, 3):
                raise ValueError(f"{amount} is no amount")
        if len(self.currency) != 3 or not self.currency.isalpha():
            raise ValueError(f"{self.currency!r} is no currency")

    def __str__(self) -> str:
        amount = f"{self.came - self.went} {self.currency}"
        return f"{amount} of {self.charge_id} at {self.at:%Y-%m-%d %H:%M:%S}"


@dataclass(frozen=True, kw_only=True)
class Statement:
    """Some lines of a gateway, the oldest first; it tells what comes behind `place` later."""

    lines: list[SettlementLine]
    place: str


class BreakKind(StrEnum):
    """In which way two books differ."""

    UNKNOWN_HERE = "unknown_here"
    MISSING_THERE = "missing_there"
    AMOUNT_DIFFERS = "amount_differs"
    CURRENCY_DIFFERS = "currency_differs"
    REFUND_UNKNOWN_HERE = "refund_unknown_here"
    REFUND_MISSING_THERE = "refund_missing_there"
    TOLD_DIFFERENTLY = "told_differently"
    OUR_BOOKS_DIFFER = "our_books_differ"


@dataclass(frozen=True, kw_only=True)
class Break:
    """A difference that somebody has to explain; `subject` is whose, the sentence says what.

    While it `is_open`, the other side may only be late.
    """

    kind: BreakKind
    subject: str
    sentence: str
    provider: str = ""
    order_id: UUID | None = None
    is_open: bool = False
