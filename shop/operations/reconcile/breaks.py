from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
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
    """A difference that somebody has to explain; `subject` is whose, the sentence says what."""

    kind: Kind
    subject: str
    sentence: str
