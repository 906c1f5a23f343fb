"""Takes a stock file in, some rows a transaction."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from apps.catalog.queries import stock_codes_of
from apps.inventory.queries import warehouse_codes
from apps.inventory.rules import MAX_CODE_LENGTH, Correction
from apps.inventory.services import correct_stock_levels, open_warehouse
from shop.kernel.findings import Finding, error
from shop.kernel.outbox.unit_of_work import open_unit_of_work
from shop.operations.stock_files.columns import LOCATION, NEW, SKU
from shop.operations.stock_files.reading import Level, read_levels

Tell = Callable[[Finding], None]

ROWS_AT_ONCE = 500


@dataclass(kw_only=True)
class Tally:
    """What a file has brought: places with other numbers, places left as they are, bad rows."""

    changed: int = 0
    unchanged: int = 0
    errors: int = 0


def take_stock_file(
    lines: Iterable[str], *, tell: Tell, reason: str, opens_warehouses: bool = False
) -> Tally:
    """Makes what the file asks for the units on hand; what is wrong is told as it is met.

    A row with a number under "On hand (new)" changes its place, if it still has what stands under
    "On hand (current)". A row without one says with what a place begins that has no stock yet. So
    the same file again changes nothing. Warehouses that are not there are opened, or refused.
    Raises InvalidInput before anything is written if the file is no stock file.
    """
    return _Taking(tell, reason, opens_warehouses=opens_warehouses).run(lines)


def rehearse_stock_file(
    lines: Iterable[str], *, tell: Tell, reason: str, opens_warehouses: bool = False
) -> Tally:
    """What `take_stock_file` would tell and return now; nothing is kept."""
    return _Taking(tell, reason, opens_warehouses=opens_warehouses, keeps=False).run(lines)


class _Rehearsed(Exception):
    """Everything went as it would; nothing of it shall stay."""


@dataclass
class _Taking:
    tell: Tell
    reason: str
    opens_warehouses: bool = field(kw_only=True)
    keeps: bool = field(default=True, kw_only=True)

    def __post_init__(self) -> None:
        self.tally = Tally()
        self._lines_by_place: dict[tuple[str, str], int] = {}

    def run(self, lines: Iterable[str]) -> Tally:
        for levels in _in_chunks(self._readable(lines)):
            self._take(levels)
        return self.tally

    def _readable(self, lines: Iterable[str]) -> Iterator[Level]:
        for found in read_levels(lines):
            if isinstance(found, Finding):
                self._report(found)
            elif first := self._line_before(found):
                self._report(error(found.line, SKU, f"{found.sku} is on line {first} already."))
            else:
                yield found

    def _line_before(self, level: Level) -> int | None:
        """On which line the same place stood before, if it did."""
        first = self._lines_by_place.setdefault((level.sku, level.warehouse), level.line)
        return first if first != level.line else None

    def _take(self, levels: Sequence[Level]) -> None:
        codes = stock_codes_of(level.sku for level in levels)
        opened = set(warehouse_codes())
        known = [level for level in levels if self._is_known(level, codes, opened)]
        with suppress(_Rehearsed), open_unit_of_work():
            for code in {level.warehouse for level in known} - opened:
                open_warehouse(code=code, name=code)
            self._correct({(codes[level.sku], level.warehouse): level for level in known})
            if not self.keeps:
                raise _Rehearsed

    def _is_known(self, level: Level, codes: dict[str, str], opened: set[str]) -> bool:
        if level.sku not in codes:
            self._report(error(level.line, SKU, f"The catalogue has no {level.sku}."))
            return False
        if level.warehouse in opened:
            return True
        if self.opens_warehouses and len(level.warehouse) <= MAX_CODE_LENGTH:
            return True
        self._report(error(level.line, LOCATION, f"There is no warehouse {level.warehouse}."))
        return False

    def _correct(self, levels: dict[tuple[str, str], Level]) -> None:
        corrected = correct_stock_levels(
            corrections=[
                Correction(sku=sku, warehouse=warehouse, on_hand=it.on_hand, expected=it.expected)
                for (sku, warehouse), it in levels.items()
            ],
            reason=self.reason,
        )
        self.tally.changed += corrected.changed
        self.tally.unchanged += len(levels) - corrected.changed - len(corrected.refused)
        for place, why in corrected.refused.items():
            self._report(error(levels[place].line, NEW, why))

    def _report(self, finding: Finding) -> None:
        self.tally.errors += 1
        self.tell(finding)


def _in_chunks(levels: Iterable[Level]) -> Iterator[list[Level]]:
    chunk: list[Level] = []
    for level in levels:
        chunk.append(level)
        if len(chunk) == ROWS_AT_ONCE:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
