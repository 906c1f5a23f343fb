"""Locks in the one order: stock rows by (SKU, warehouse), then the reservation; and the ledger."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from apps.inventory.models import STORED_BALANCES, Hold, Movement, Reservation, Stock
from shop.events.inventory import HeldStock
from shop.kernel.context import current_context
from shop.kernel.errors import NotYet

StockByPlace = dict[tuple[str, str], Stock]


@dataclass(frozen=True, kw_only=True)
class KeptUnits:
    """A reservation with its holds, and the balances they count in."""

    reservation: Reservation
    holds: Sequence[Hold]
    stock: StockByPlace

    def stock_of(self, hold: Hold) -> Stock:
        return self.stock[hold.sku, hold.warehouse]

    def write_down(self, movements: Sequence[Movement], *, reason: str = "") -> None:
        """Writes the new state, the new balances and the ledger."""
        self.reservation.save(update_fields=["state"])
        changed = [self.stock_of(hold) for hold in self.holds]
        write_down(changed, movements, order_id=self.reservation.order_id, reason=reason)

    def skus(self) -> set[str]:
        return {hold.sku for hold in self.holds}

    def items(self) -> tuple[HeldStock, ...]:
        return held_items(self.holds)


def lock_kept_units(order_id: UUID) -> KeptUnits:
    """What is kept for the order, locked. Raises NotYet if nobody asked for any units so far."""
    holds = holds_of(order_id)
    stock = lock_stock(Stock.objects.select_for_update(), holds)
    return KeptUnits(reservation=lock_reservation(order_id), holds=holds, stock=stock)


def lock_reservation(order_id: UUID) -> Reservation:
    """The reservation, locked. Raises NotYet if nobody asked for any units so far."""
    try:
        return Reservation.objects.select_for_update().get(pk=order_id)
    except Reservation.DoesNotExist as error:
        raise NotYet(f"No stock was asked for order {order_id} so far.") from error


def holds_of(order_id: UUID) -> list[Hold]:
    """The content of the holds never changes, so it may be read before anything is locked."""
    return list(Hold.objects.filter(reservation_id=order_id))


def lock_stock(rows: QuerySet[Stock], holds: Iterable[Hold]) -> StockByPlace:
    """Those of `rows`, which say how to lock, that hold the SKUs, in the lock order."""
    stock = rows.filter(sku__in={hold.sku for hold in holds}).order_by("sku", "warehouse_id")
    return by_place(stock)


def by_place(stock: Iterable[Stock]) -> StockByPlace:
    return {(row.sku, row.warehouse_id): row for row in stock}


def held_items(holds: Iterable[Hold]) -> tuple[HeldStock, ...]:
    """The holds as events tell of them."""
    return tuple(
        HeldStock(sku=hold.sku, warehouse=hold.warehouse, quantity=hold.quantity) for hold in holds
    )


def write_down(
    stock: Sequence[Stock],
    movements: Sequence[Movement],
    *,
    order_id: UUID | None = None,
    reason: str = "",
) -> None:
    """Writes the changed balances and the ledger, with who caused it and why."""
    changed = [name for name in STORED_BALANCES if any(getattr(it, name) for it in movements)]
    if changed:
        Stock.objects.bulk_update(stock, changed, batch_size=500)
    write_movements(movements, order_id=order_id, reason=reason)


def write_movements(
    movements: Sequence[Movement], *, order_id: UUID | None = None, reason: str = ""
) -> None:
    """Writes lines of the ledger, with who caused them and why."""
    context = current_context()
    for movement in movements:
        movement.order_id, movement.reason = order_id, reason
        movement.actor, movement.event_id = context.actor, context.causation_id
    Movement.objects.bulk_create(movements, batch_size=500)
