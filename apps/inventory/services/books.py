"""Locks in the one order: stock rows by (SKU, warehouse), queues, the reservation; and the ledger.

Holds grow when backordered units come, and shrink when their buyer wants less, which needs the lock
of the reservation and of a row of the SKU's stock: they are read behind these locks. An order never
has holds of other SKUs than at the start: of which it may have some may be read before.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from apps.inventory.models import Backorder, Hold, Movement, Reservation, Stock, Terms
from apps.inventory.services.backorders.filling import serve_queues
from apps.inventory.services.backorders.queueing import cancel_backorders, lock_queues_of
from apps.inventory.services.ledger import write_balances, write_movements
from apps.inventory.services.waiting_list.offering import offer_free_units
from shop.events.inventory import HeldStock
from shop.kernel.errors import NotYet

__all__ = [
    "KeptUnits",
    "StockByPlace",
    "by_place",
    "held_items",
    "holds_of",
    "lock_kept_units",
    "lock_reservation",
    "lock_stock_of",
    "write_down",
    "write_movements",
]

_ORDERED = "ordered by the one it was held for"
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
        self.reservation.save(update_fields=["state", "awaited"])
        changed = [self.stock_of(hold) for hold in self.holds]
        write_down(changed, movements, order_id=self.reservation.order_id, reason=reason)

    def give_up(self, *, paid: bool, note: str = "") -> None:
        """All units are for sale again, and the order waits for no others."""
        if self.reservation.awaited:
            cancel_backorders(self.reservation.order_id)
        self.reservation.release()
        movements = [self.stock_of(it).let_go(it.quantity, paid=paid) for it in self.holds]
        self.write_down(movements, reason=note)

    def hand_over(self) -> None:
        """The units go to an order of the one they were kept for: nobody else gets them."""
        self.reservation.release()
        self.reservation.save(update_fields=["state"])
        movements = [self.stock_of(it).let_go(it.quantity, paid=False) for it in self.holds]
        places = [self.stock_of(hold) for hold in self.holds]
        write_balances(places, movements, order_id=self.reservation.order_id, reason=_ORDERED)

    @property
    def is_locked(self) -> bool:
        """Whether every place that holds something was there when the stock was locked."""
        return all((hold.sku, hold.warehouse) in self.stock for hold in self.holds)

    def skus(self) -> set[str]:
        return {hold.sku for hold in self.holds}

    def items(self) -> tuple[HeldStock, ...]:
        return held_items(self.holds)


def lock_kept_units(order_id: UUID) -> KeptUnits:
    """What is kept for the order, locked. Raises NotYet if nobody asked for any units so far."""
    stock = lock_stock_of(order_id, Stock.objects.select_for_update())
    lock_queues_of(order_id, Terms.objects.select_for_update())
    reservation = lock_reservation(order_id)
    kept = KeptUnits(reservation=reservation, holds=holds_of(order_id), stock=stock)
    if not kept.is_locked:
        raise NotYet(f"Units came for order {order_id} to a new place just now: try again.")
    return kept


def lock_reservation(order_id: UUID) -> Reservation:
    """The reservation, locked. Raises NotYet if nobody asked for any units so far."""
    try:
        return Reservation.objects.select_for_update().get(pk=order_id)
    except Reservation.DoesNotExist as error:
        raise NotYet(f"No stock was asked for order {order_id} so far.") from error


def holds_of(order_id: UUID) -> list[Hold]:
    """What is held for the order; to be read behind the lock of its reservation."""
    return list(Hold.objects.filter(reservation_id=order_id))


def lock_stock_of(order_id: UUID, rows: QuerySet[Stock]) -> StockByPlace:
    """Those of `rows`, which say how to lock, of the SKUs of the order, in the lock order."""
    held = Hold.objects.filter(reservation=order_id).order_by().values("sku")
    awaited = Backorder.objects.filter(reservation=order_id).order_by().values("sku")
    stock = rows.filter(sku__in=held.union(awaited)).order_by("sku", "warehouse_id")
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
    """Writes the changed balances and the ledger, with who caused it and why.

    Units that are free now belong to those who wait for them, before anybody else sees them.
    """
    write_balances(stock, movements, order_id=order_id, reason=reason)
    freed = {(it.sku, it.warehouse) for it in movements if it.makes_free}
    rows = [row for row in stock if (row.sku, row.warehouse_id) in freed]
    serve_queues(rows)
    offer_free_units(rows)
