"""Collects what is wrong while the rows of a product are read."""

from collections.abc import Callable
from typing import TypeVar

from apps.catalog.rules.shopify.sheets import Row, Sheet
from shop.kernel.errors import InvalidInput
from shop.kernel.findings import Finding, error, note

V = TypeVar("V")


class LeftOut(Exception):
    """The row cannot be used; why has been said."""


class Remarks:
    """Findings about rows of the sheet, in the order of their making."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self.findings: list[Finding] = []

    def note(self, row: Row, meaning: str, reason: str) -> None:
        self.findings.append(note(row.line, self._sheet.column(meaning), reason))

    def leave_out(self, row: Row, meaning: str, reason: str) -> LeftOut:
        """Notes the error; the caller raises what it returns."""
        self.findings.append(error(row.line, self._sheet.column(meaning), reason))
        return LeftOut()

    def read(self, row: Row, meaning: str, value: Callable[[str], V]) -> V | None:
        """The cell's value; None if it is blank, and with a note if it is no good."""
        text = row[meaning]
        if not text or text.isspace():
            return None
        try:
            return value(text)
        except InvalidInput as refusal:
            self.note(row, meaning, refusal.sentence)
            return None

    def demand(self, row: Row, meaning: str, value: Callable[[str], V]) -> V:
        """The cell's value. Raises LeftOut if it is no good, with an error."""
        try:
            return value(row[meaning])
        except InvalidInput as refusal:
            raise self.leave_out(row, meaning, refusal.sentence) from refusal
