"""What the rows of a stock file say."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shop.kernel.errors import InvalidInput
from shop.kernel.findings import Finding, error
from shop.kernel.tables import Table
from shop.operations.stock_files.columns import CURRENT, LOCATION, NEEDED, NEW, SKU


@dataclass(frozen=True, kw_only=True)
class Level:
    """What a row says: so many units of the merchant's SKU shall be on hand in the warehouse.

    `expected` is how many the file's writer saw there, if the row asks for another number.
    """

    line: int
    sku: str
    warehouse: str
    on_hand: int
    expected: int | None


def read_levels(lines: Iterable[str]) -> Iterator[Level | Finding]:
    """What each row says, or what is wrong with it. Raises InvalidInput if it is no stock file."""
    table = Table(lines)
    if missing := [name for name in NEEDED if name not in table.header]:
        raise InvalidInput(
            f"This is no inventory file of Shopify: it has no column {', '.join(missing)}."
        )
    columns = {name: table.header.index(name) for name in NEEDED}
    for found in table.rows():
        if isinstance(found, Finding):
            yield found
        else:
            line, cells = found
            yield _level(line, {name: cells[at].strip() for name, at in columns.items()})


def _level(line: int, cells: dict[str, str]) -> Level | Finding:
    for name in (SKU, LOCATION):
        if not cells[name]:
            return error(line, name, "The cell is empty: it says of what, or where.")
    asked = NEW if cells[NEW] else CURRENT
    try:
        on_hand, current = _units(cells[asked]), _units(cells[CURRENT] or "0")
    except ValueError:
        return error(line, asked, f"{cells[asked]!r} is no number of units, like 12.")
    if on_hand < 0:
        return error(line, asked, f"There cannot be {on_hand} units: count what lies there.")
    return Level(
        line=line,
        sku=cells[SKU],
        warehouse=cells[LOCATION],
        on_hand=on_hand,
        expected=current if cells[NEW] else None,
    )


def _units(text: str) -> int:
    if not text.isascii():
        raise ValueError(text)
    return int(text)
