"""Reads the rows of a CSV file one by one, and goes on after those that are broken."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from shop.kernel.findings import Finding, error

LONGEST_CELL = 1_000_000
"""In characters. A missing quotation mark costs at most so much of the file, and of memory."""

Cells = tuple[int, Sequence[str]]
"""The physical line that a row begins on, and its cells, as many as the header has."""


class Table:
    """A file that is read once, from `lines` with their line ends; its first row is the `header`.

    Bytes that are no UTF-8 are expected as surrogates (`errors="surrogateescape"`).
    """

    def __init__(self, lines: Iterable[str]) -> None:
        csv.field_size_limit(LONGEST_CELL)
        self._reader = csv.reader(lines)
        self.header = next(self._reader, [])

    def rows(self) -> Iterator[Cells | Finding]:
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

    def _row(self, line: int, cells: Sequence[str]) -> Cells | Finding:
        if len(cells) != len(self.header):
            return error(
                line, "", f"The row has {len(cells)} cells, the header has {len(self.header)}."
            )
        if not _is_text("".join(cells)):
            return error(line, self._broken_column(cells), _NO_TEXT)
        return line, cells

    def _broken_column(self, cells: Sequence[str]) -> str:
        pairs = zip(self.header, cells, strict=True)
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
