"""Single cells as values. Each raises InvalidInput with what is wrong with the text."""

import re
from decimal import ROUND_HALF_UP, Decimal

from shop.kernel.errors import InvalidInput

_AMOUNT = re.compile(r"-?\d{1,15}(\.\d{1,10})?")
_POSITION = re.compile(r"\d{1,6}")
_TRUE = {"true", "yes", "1"}
_FALSE = {"false", "no", "0"}
_STATES = {"active": "published", "draft": "draft", "archived": "withdrawn"}


def amount(text: str) -> Decimal:
    text = text.strip()
    if not _AMOUNT.fullmatch(text):
        raise InvalidInput(f'"{text[:40]}" is no amount: write digits and a point, like 1299.50.')
    return Decimal(text)


def grams(text: str) -> int:
    """The weight, rounded to whole grams."""
    weight = amount(text)
    if weight < 0:
        raise InvalidInput(f"A weight of {weight} grams is left out.")
    return int(weight.to_integral_value(ROUND_HALF_UP))


def position(text: str) -> int:
    if not _POSITION.fullmatch(text.strip()):
        raise InvalidInput(f'"{text[:40]}" is no position: write 1 for the first image.')
    return int(text)


def state(*, status: str, published: str) -> str:
    """The state that both columns together ask for; empty if both say nothing."""
    status, published = status.strip().lower(), published.strip().lower()
    if published not in {"", *_TRUE, *_FALSE}:
        raise InvalidInput(f'"{published[:40]}" is neither TRUE nor FALSE.')
    if status not in {"", *_STATES}:
        raise InvalidInput(f'"{status[:40]}" is none of active, draft, archived.')
    if status in {"draft", "archived"} or not published:
        return _STATES.get(status, "")
    return "published" if published in _TRUE else "draft"
