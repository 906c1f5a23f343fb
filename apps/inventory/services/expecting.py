"""What suppliers owe: units are incoming from when they are ordered until they come, or never do.

Everything here follows the history of one purchase order, told in order. Whoever hears of a change
before he has heard of the purchase order waits for it (`NotYet`).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from apps.inventory.models import ExpectedUnits, Movement, Stock
from apps.inventory.services.backorders.promising import renew_promises
from apps.inventory.services.books import StockByPlace, write_down
from apps.inventory.services.levels import lock_or_open, refuse_unknown
from shop.kernel.errors import NotYet
from shop.kernel.outbox.unit_of_work import unit_of_work


@dataclass(frozen=True, kw_only=True)
class Purchase:
    """A purchase order, and the warehouse that its units go to."""

    id: UUID
    number: str
    supplier: str
    warehouse: str


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """Units that came of a purchase order: by SKU, and the receipt that says so."""

    receipt_id: UUID
    units: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class _Owed:
    """What is still to come of a purchase order, locked behind the balances it counts in."""

    number: str
    warehouse: str
    lines: Mapping[str, ExpectedUnits]
    stock: StockByPlace

    def __str__(self) -> str:
        return f"purchase order {self.number}"

    def stock_of(self, sku: str) -> Stock:
        return self.stock[sku, self.warehouse]

    def become(self, units: Mapping[str, int], *, expected_on: date | None) -> list[Movement]:
        """So many units are to come now, of everything; the lines for the ledger."""
        movements = []
        for sku, line in self.lines.items():
            delta = units.get(sku, 0) - line.outstanding
            if delta:
                movements.append(self.stock_of(sku).order(delta))
            line.outstanding += delta
            line.expected_on = expected_on or line.expected_on
        ExpectedUnits.objects.bulk_update(self.lines.values(), ["outstanding", "expected_on"])
        return movements

    def take_in(self, sku: str, quantity: int) -> Movement:
        """Some came: units that are owed first, and what is more than that was not expected."""
        line = self.lines[sku]
        movement = self.stock_of(sku).receive_ordered(quantity, expected=line.outstanding)
        line.outstanding += movement.incoming
        return movement

    def write_down(self, movements: Iterable[Movement], *, reason: str) -> None:
        """One line of the ledger after the other; a row of stock that two of them change, once.

        Whoever waits for these SKUs is told of another day, and others of what is there.
        """
        moved = list(movements)
        skus = {movement.sku for movement in moved}
        write_down([self.stock_of(sku) for sku in sorted(skus)], moved, reason=reason[:200])
        renew_promises(skus=self.lines.keys())


def require_warehouse(*, code: str) -> None:
    """Raises NotFound unless units can come to a warehouse of that code."""
    refuse_unknown({code})


@unit_of_work
def expect_units(*, purchase: Purchase, units: Mapping[str, int], expected_on: date) -> None:
    """A supplier will send these units; they are incoming from now on."""
    known = ExpectedUnits.objects.filter(purchase_order_id=purchase.id)
    if known.exists():
        return
    stock = lock_or_open([(sku, purchase.warehouse) for sku in units])
    lines = {sku: _line(purchase, sku, expected_on) for sku in units}
    ExpectedUnits.objects.bulk_create(lines.values(), batch_size=500)
    owed = _Owed(number=purchase.number, warehouse=purchase.warehouse, lines=lines, stock=stock)
    movements = owed.become(units, expected_on=expected_on)
    owed.write_down(movements, reason=f"{owed} at {purchase.supplier}, due {expected_on}")


@unit_of_work
def change_expected_units(
    *, purchase_order_id: UUID, units: Mapping[str, int], expected_on: date
) -> None:
    """The supplier said what is to come of it now, and when. Raises NotYet."""
    owed = _lock(purchase_order_id)
    movements = owed.become(units, expected_on=expected_on)
    owed.write_down(movements, reason=f"{owed} acknowledged, due {expected_on}")


@unit_of_work
def receive_expected_units(
    *,
    purchase_order_id: UUID,
    arrival: Arrival,
    outstanding: Mapping[str, int],
    expected_on: date,
) -> None:
    """Units came and are on hand; `outstanding` is what is still to come. Raises NotYet."""
    owed = _lock(purchase_order_id)
    came = [owed.take_in(sku, quantity) for sku, quantity in sorted(arrival.units.items())]
    changed = owed.become(outstanding, expected_on=expected_on)
    owed.write_down([*came, *changed], reason=f"{owed}, receipt {arrival.receipt_id}")


@unit_of_work
def stop_expecting_units(*, purchase_order_id: UUID, reason: str) -> None:
    """Nothing more of it will come. Raises NotYet."""
    owed = _lock(purchase_order_id)
    owed.write_down(owed.become({}, expected_on=None), reason=f"{owed}: {reason}")


def _line(purchase: Purchase, sku: str, expected_on: date) -> ExpectedUnits:
    return ExpectedUnits(
        purchase_order_id=purchase.id,
        number=purchase.number,
        supplier=purchase.supplier,
        sku=sku,
        warehouse=purchase.warehouse,
        outstanding=0,
        expected_on=expected_on,
    )


def _lock(purchase_order_id: UUID) -> _Owed:
    # Which SKUs it has, and where they go, never changes: it may be read before the locks.
    rows = ExpectedUnits.objects.filter(purchase_order_id=purchase_order_id).order_by("sku")
    stock = lock_or_open(_places(rows))
    lines = {line.sku: line for line in rows.select_for_update()}
    if not lines:
        raise NotYet(f"Nobody said so far what is expected of purchase order {purchase_order_id}.")
    first = next(iter(lines.values()))
    return _Owed(number=first.number, warehouse=first.warehouse, lines=lines, stock=stock)


def _places(lines: Iterable[ExpectedUnits]) -> Collection[tuple[str, str]]:
    return [(line.sku, line.warehouse) for line in lines]
