"""Prices as staff types them for many variants: an amount, or how much less than now."""

import re
from decimal import Decimal

from shop.kernel.errors import InvalidInput
from shop.kernel.money import rounded

HELP = (
    "One variant a line: its stock code, a colon, and the price, like TEA-100: 3.60, or how much"
    " less than its own price, like TEA-100: -20%."
)
MOST_LINES = 2_000

_AMOUNT = re.compile(r"\d{1,12}(?:\.\d{1,3})?")
_LESS = re.compile(r"[-\u2212]\s*(\d{1,2}(?:\.\d{1,2})?)\s*%")


def read_lines(text: str) -> dict[str, str]:
    """The words by stock code. Raises InvalidInput for a line that is none, or one said twice."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not 1 <= len(lines) <= MOST_LINES:
        raise InvalidInput(f"Write 1 to {MOST_LINES} lines, each like TEA-100: 3.60.")
    said: dict[str, str] = {}
    for line in lines:
        # A stock code may have a colon itself; a price has none.
        code, colon, words = (part.strip() for part in line.rpartition(":"))
        if not colon or not code:
            raise InvalidInput(f'"{line[:60]}" has no colon: write it like TEA-100: 3.60.')
        if code in said:
            raise InvalidInput(f"{code} is named twice: leave one of the lines out.")
        said[code] = words
    return said


def price_in(words: str, *, listed: Decimal, currency: str) -> Decimal:
    """The amount that the words mean for a variant of this listed price."""
    if less := _LESS.fullmatch(words):
        return rounded(listed * (100 - Decimal(less[1])) / 100, currency)
    if _AMOUNT.fullmatch(words):
        return Decimal(words)
    raise InvalidInput(f'"{words[:40]}" is no price: write it like 3.60 or -20%.')
