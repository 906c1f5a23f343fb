"""The rows of a product file, with its cells by meaning."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from apps.catalog.rules.shopify.columns import (
    NAMES,
    attributes_by_meaning,
    code_in,
    columns_by_meaning,
)
from shop.kernel.findings import Finding
from shop.kernel.tables import Table


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by meaning, and the physical line it begins on."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, meaning: str) -> str:
        return self.cells.get(meaning, "")


class Sheet:
    """A product file that is read once, from `lines` as a `Table` reads them.

    `attributes` are the codes of the attributes that it has columns for, known or not. Raises
    InvalidInput if the header is none.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._table = Table(lines)
        attributes = attributes_by_meaning(self._table.header)
        self._columns = columns_by_meaning(self._table.header) | attributes
        self.attributes = tuple(code_in(meaning) for meaning in attributes)

    def column(self, meaning: str) -> str:
        """The file's own name of the column, or the current one if it has none."""
        at = self._columns.get(meaning)
        return NAMES[meaning][0] if at is None else self._table.header[at]

    def rows(self) -> Iterator[Row | Finding]:
        """All rows that are not blank; in place of a broken one, what is wrong with it."""
        for found in self._table.rows():
            if isinstance(found, Finding):
                yield found
            else:
                line, cells = found
                yield Row(line, {meaning: cells[at] for meaning, at in self._columns.items()})
