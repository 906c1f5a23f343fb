from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict

from shop.kernel.admin.clicks import key_field


class ReasonForm(forms.Form):
    """Why something is done; whoever looks later reads it."""

    key = key_field()
    reason = forms.CharField(
        max_length=200,
        strip=True,
        label="Why?",
        widget=forms.Textarea(attrs={"rows": 2, "autofocus": True}),
    )


@dataclass(frozen=True, kw_only=True)
class LineRow:
    """A line of which units are counted: `most` of them, which are there at `first` or none."""

    id: UUID
    name: str
    most: int
    first: int = 0


class UnitsForm(ReasonForm):
    """How many units of each line, in one column for each thing that may become of them.

    `words` are what the buyer, or whoever opened the parcel, can say; none where nothing is.
    """

    def __init__(
        self,
        said: QueryDict | None,
        *,
        rows: Iterable[LineRow],
        columns: Mapping[str, str],
        words: Iterable[str] = (),
    ) -> None:
        super().__init__(said)
        self.lines, self.columns = list(rows), columns
        for row in self.lines:
            for place, column in enumerate(columns):
                first = 0 if place else row.first
                self.fields[_named(column, row)] = _units_field(row, columns[column], first)
        if choices := [(word, word.replace("_", " ")) for word in words]:
            self.fields["word"] = forms.ChoiceField(label="Because of what?", choices=choices)

    def rows(self) -> Iterator[tuple[LineRow, list[BoundField]]]:
        """The lines, with their fields."""
        for row in self.lines:
            yield row, [self[_named(column, row)] for column in self.columns]

    def clean(self) -> dict[str, Any]:
        """Also each column as units by line, where there are any."""
        said: dict[str, Any] = super().clean() or {}
        for column in self.columns:
            typed = {row.id: said.pop(_named(column, row), None) for row in self.lines}
            said[column] = {line_id: units for line_id, units in typed.items() if units}
        return said


def _units_field(row: LineRow, column: str, first: int) -> forms.IntegerField:
    number = forms.NumberInput(attrs={"aria-label": f"{row.name}: {column}", "size": 5})
    return forms.IntegerField(
        min_value=0, max_value=row.most, required=False, initial=first, widget=number
    )


def _named(column: str, row: LineRow) -> str:
    return f"{column}_{row.id}"
