"""Purchase orders as a file: a row a line, those of one order together."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TextIO

from apps.catalog.queries import goods_named, stock_codes_of
from apps.inventory.queries import warehouse_codes
from apps.suppliers.queries import OrderRow, all_order_rows, known_numbers
from apps.suppliers.rules import LineDraft
from apps.suppliers.services import draft_purchase_from_file
from shop.kernel.errors import DomainError, InvalidInput
from shop.kernel.findings import Finding, error
from shop.kernel.outbox.unit_of_work import open_unit_of_work
from shop.kernel.tables import Table
from shop.operations.supplier_files.cells import Row, Unreadable, amount, units, word
from shop.operations.supplier_files.feeds import Tell
from shop.operations.supplier_files.rehearsing import Rehearsed

NUMBER, SUPPLIER, WAREHOUSE = "Number", "Supplier", "Warehouse"
SKU, QUANTITY, COST = "SKU", "Quantity", "Unit cost"
NEEDED = (NUMBER, SUPPLIER, WAREHOUSE, SKU, QUANTITY, COST)
SHOWN = ("Currency", "State", "Code", "Acknowledged", "Received", "Outstanding", "Expected on")
HEADER = (*NEEDED, *SHOWN)


@dataclass(kw_only=True)
class OrdersTally:
    """How many purchase orders are new, were there already, and how many were left out."""

    new: int = 0
    known: int = 0
    left_out: int = 0
    errors: int = 0


@dataclass(frozen=True, kw_only=True)
class _Row:
    line: int
    number: str
    supplier: str
    warehouse: str
    draft: LineDraft


def write_purchase_orders(file: TextIO) -> None:
    """Every line of every purchase order, the oldest first; the same books give the same bytes."""
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(HEADER)
    for rows in all_order_rows():
        goods = goods_named({row.sku for row in rows})
        for row in rows:
            named = goods.get(row.sku)
            writer.writerow(_cells(row, named.sku if named and named.sku else row.sku))


def take_purchase_orders(
    lines: Iterable[str], *, tell: Tell, keeps: str = "everything"
) -> OrdersTally:
    """Proposes the purchase orders of the file; one whose number is known stays as it is.

    Rows of one order stand together. One bad row leaves its whole order out. `keeps` nothing in a
    rehearsal. Raises InvalidInput if the file has not the columns.
    """
    return _Taking(tell, keeps).run(lines)


class _Taking:
    def __init__(self, tell: Tell, keeps: str) -> None:
        self.tell, self.keeps = tell, keeps
        self.tally = OrdersTally()
        self.warehouses = set(warehouse_codes())
        self.met: set[str] = set()

    def run(self, lines: Iterable[str]) -> OrdersTally:
        for number, found in groupby(_rows(lines), key=itemgetter(0)):
            self._take(number, [row for _, row in found])
        return self.tally

    def _take(self, number: str, found: Sequence[_Row | Finding]) -> None:
        rows = [row for row in found if isinstance(row, _Row)]
        findings = [row for row in found if isinstance(row, Finding)]
        findings += list(self._wrong(number, rows)) if rows else []
        if not findings and known_numbers([number]):
            self.tally.known += 1
            return
        if not findings:
            findings = list(self._draft(rows))
        self.tally.errors += len(findings)
        self.tally.left_out += bool(findings)
        self.tally.new += not findings
        for finding in findings:
            self.tell(finding)

    def _wrong(self, number: str, rows: Sequence[_Row]) -> Iterator[Finding]:
        first = rows[0]
        if number in self.met:
            yield error(first.line, NUMBER, f"{number} stood before: put its rows together.")
        self.met.add(number)
        for row in rows:
            if (row.supplier, row.warehouse) != (first.supplier, first.warehouse):
                yield error(row.line, SUPPLIER, f"{number} has one supplier and one warehouse.")
        if first.warehouse not in self.warehouses:
            yield error(first.line, WAREHOUSE, f"There is no warehouse {first.warehouse}.")

    def _draft(self, rows: Sequence[_Row]) -> Iterator[Finding]:
        first = rows[0]
        try:
            with suppress(Rehearsed), open_unit_of_work():
                draft_purchase_from_file(
                    number=first.number,
                    supplier=first.supplier,
                    warehouse=first.warehouse,
                    lines=_with_stock_codes(rows),
                )
                if self.keeps == "nothing":
                    raise Rehearsed
        except DomainError as refusal:
            yield error(first.line, "", refusal.sentence)


def _with_stock_codes(rows: Sequence[_Row]) -> list[LineDraft]:
    codes = stock_codes_of(row.draft.sku for row in rows)
    return [
        LineDraft(
            sku=codes.get(row.draft.sku, row.draft.sku),
            quantity=row.draft.quantity,
            unit_cost=row.draft.unit_cost,
        )
        for row in rows
    ]


def _rows(lines: Iterable[str]) -> Iterator[tuple[str, _Row | Finding]]:
    """Each row with the number of its order; what cannot be read counts to the one above."""
    table = Table(lines)
    if missing := [name for name in NEEDED if name not in table.header]:
        raise InvalidInput(f"These are no purchase orders: there is no column {missing[0]}.")
    at = {name: table.header.index(name) for name in NEEDED}
    number = ""
    for found in table.rows():
        if isinstance(found, Finding):
            yield number, found
            continue
        line, cells = found
        row = {name: cells[index].strip() for name, index in at.items()}
        number = row[NUMBER] or number
        yield number, _read(line, row)


def _read(line: int, row: Row) -> _Row | Finding:
    try:
        return _Row(
            line=line,
            number=word(row, NUMBER),
            supplier=word(row, SUPPLIER),
            warehouse=word(row, WAREHOUSE),
            draft=LineDraft(
                sku=word(row, SKU), quantity=units(row, QUANTITY) or 0, unit_cost=amount(row, COST)
            ),
        )
    except Unreadable as nonsense:
        return error(line, nonsense.column, nonsense.reason)


def _cells(row: OrderRow, sku: str) -> list[object]:
    return [
        *(row.number, row.supplier, row.warehouse, sku, row.quantity, f"{row.unit_cost:f}"),
        *(row.currency, row.state, row.code, row.acknowledged, row.received, row.outstanding),
        row.expected_on or "",
    ]
