"""What the rows of a product say about its attributes."""

from collections.abc import Collection, Iterator, Sequence

from apps.catalog.rules.shopify.blocks import Said
from apps.catalog.rules.shopify.columns import meaning_of_attribute
from apps.catalog.rules.shopify.remarks import Remarks
from apps.catalog.rules.shopify.seen import SeenKeys
from apps.catalog.rules.shopify.sheets import Row, Sheet


class AttributeReader:
    """Reads the columns that are attributes; a column of an unknown one is named once a file."""

    def __init__(
        self, sheet: Sheet, remarks: Remarks, seen: SeenKeys, known: Collection[str]
    ) -> None:
        self.remarks = remarks
        self._sheet = sheet
        self._seen = seen
        self._known = known

    def read(self, rows: Sequence[Row]) -> Iterator[Said]:
        """The first words that the rows have about each attribute; blank cells say nothing."""
        for code in self._sheet.attributes:
            meaning = meaning_of_attribute(code)
            row = next((row for row in rows if row[meaning].strip()), None)
            if row and code not in self._known:
                self._name_unknown(row, code)
            elif row:
                column = self._sheet.column(meaning)
                yield Said(line=row.line, column=column, code=code, words=row[meaning])

    def _name_unknown(self, row: Row, code: str) -> None:
        if self._seen.first_line("unknown attribute", code, line=row.line) == row.line:
            self.remarks.note(
                row,
                meaning_of_attribute(code),
                f"There is no attribute {code}: define it, then take the file in again. Its column"
                " is left out.",
            )
