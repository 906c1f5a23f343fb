"""Reads the rows of a CSV file one by one, and goes on after those that are broken."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from apps.catalog.rules.shopify.columns import (
    NAMES,
    attributes_by_meaning,
    code_in,
    columns_by_meaning,
)
from shop.kernel.findings import Finding, error

LONGEST_CELL = 1_000_000
"""In characters. A missing quotation mark costs at most so much of the file, and of memory."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by meaning, and the physical line it begins on."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, meaning: str) -> str:
        return self.cells.get(meaning, "")


class Sheet:
    """A product file that is read once, from `lines` with their line ends.

    `attributes` are the codes of the attributes that it has columns for, known or not.
    Bytes that are no UTF-8 are expected as surrogates (`errors="surrogateescape"`). Raises
    InvalidInput if the header is none.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        csv.field_size_limit(LONGEST_CELL)
        self._reader = csv.reader(lines)
        self._header = next(self._reader, [])
        attributes = attributes_by_meaning(self._header)
        self._columns = columns_by_meaning(self._header) | attributes
        self.attributes = tuple(code_in(meaning) for meaning in attributes)

    def column(self, meaning: str) -> str:
        """The file's own name of the column, or the current one if it has none."""
        at = self._columns.get(meaning)
        return NAMES[meaning][0] if at is None else self._header[at]

    def rows(self) -> Iterator[Row | Finding]:
        """All rows that are not blank; in place of a broken one, what is wrong with it."""
        while True:
            line = self._reader.line_num + 1
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error:
                yield error(line, "", _ENDLESS)
                continue
            if any(cells):
                yield self._row(line, cells)

    def _row(self, line: int, cells: list[str]) -> Row | Finding:
        if len(cells) != len(self._header):
            return error(
                line, "", f"The row has {len(cells)} cells, the header has {len(self._header)}."
            )
        if not _is_text("".join(cells)):
            return error(line, self._broken_column(cells), _NO_TEXT)
        return Row(line, {meaning: cells[at] for meaning, at in self._columns.items()})

    def _broken_column(self, cells: list[str]) -> str:
        pairs = zip(self._header, cells, strict=True)
        return next(name for name, cell in pairs if not _is_text(cell))


_ENDLESS = (
    f"A cell has more than {LONGEST_CELL} characters: probably a closing quotation mark is missing."
)
_NO_TEXT = "The cell is no UTF-8 text: save the file as UTF-8."


def _is_text(text: str) -> bool:
    if text.isascii():
        return "\x00" not in text
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in text
