"""A condition of a collection, as somebody wants it to be."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleDraft:
    """`subject` is a `RuleSubject`, and decides which of the others are needed.

    `text` is a tag, brand or type; `category` a handle; `attribute` a code, for a choice with its
    `choice`. `lowest` and `highest` belong to the range: amounts in the shop's currency, or
    measures in `unit`, else in the attribute's own.
    """

    subject: str
    text: str = ""
    category: str = ""
    attribute: str = ""
    choice: str = ""
    lowest: Decimal | None = None
    highest: Decimal | None = None
    unit: str = ""
