"""Numbers as people and programs write them into cells."""

import re
from collections.abc import Mapping
from decimal import Decimal

_AMOUNT = re.compile(r"-?([0-9]{1,10}(\.[0-9]{1,6})?|\.[0-9]{1,6})")
_UNITS = re.compile(r"-?[0-9]{1,10}")

Row = Mapping[str, str]
"""The cells of a row, without space around them, by column."""


class Unreadable(Exception):
    """A cell that says nothing."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.reason = column, reason


def amount(row: Row, column: str) -> Decimal | None:
    """None where the cell is empty. Raises Unreadable."""
    text = row[column]
    if text and not _AMOUNT.fullmatch(text):
        raise Unreadable(column, f"{text[:40]!r} is no amount, like 12.50.")
    return Decimal(text) if text else None


def units(row: Row, column: str) -> int | None:
    """None where the cell is empty. Raises Unreadable."""
    text = row[column]
    if text and not _UNITS.fullmatch(text):
        raise Unreadable(column, f"{text[:40]!r} is no number of units, like 12.")
    return int(text) if text else None


def word(row: Row, column: str) -> str:
    """Raises Unreadable where the cell is empty."""
    if not row[column]:
        raise Unreadable(column, "The cell is empty.")
    return row[column]
