"""Units as staff types them: a SKU a line, and how many of it."""

import re
from collections.abc import Iterable
from typing import Protocol

from django import forms

from shop.kernel.errors import InvalidInput

# A SKU may have spaces in it, a number has none.
_LINE = re.compile(r"(?P<sku>.+?)\s+(?P<quantity>\d{1,12})")


class Owing(Protocol):
    """A line of which units are still to come."""

    @property
    def sku(self) -> str: ...
    @property
    def outstanding(self) -> int: ...


def units_field(help_text: str, *, required: bool) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 8, "cols": 60})
    return forms.CharField(widget=area, required=required, help_text=help_text)


def read_units(text: str) -> dict[str, int]:
    """The units by SKU. Raises InvalidInput for a line that is none, or a SKU on two of them."""
    units: dict[str, int] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        read = _LINE.fullmatch(line)
        if read is None:
            raise InvalidInput(f'"{line[:60]}" has no quantity: write it like TEA-100 3.')
        if read["sku"] in units:
            raise InvalidInput(f"{read['sku'][:60]} is on two lines: leave one of them out.")
        units[read["sku"]] = int(read["quantity"])
    return units


def written(lines: Iterable[Owing]) -> str:
    """What of these is still to come, as it would have to be typed."""
    return "\n".join(f"{line.sku} {line.outstanding}" for line in lines if line.outstanding)
