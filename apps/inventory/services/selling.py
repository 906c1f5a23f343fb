"""Held units become the buyer's, leave the house, and sometimes come back."""

from uuid import UUID

from apps.inventory.models import Cause, Movement
from apps.inventory.services.announcing import announce_stock
from apps.inventory.services.books import (
    held_items,
    holds_of,
    lock_kept_units,
    lock_reservation,
    write_movements,
)
from apps.inventory.services.tickets.moving import sell_tickets
from shop.events.inventory import HeldStock, StockCommitted, StockLost
from shop.kernel.bus import publish
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def commit_stock(*, order_id: UUID) -> None:
    """The held units are the buyer's from now on; if they were released, the order lost them.

    No balance changes, so no stock is locked. Raises NotYet if nobody asked for any units so far.
    """
    reservation = lock_reservation(order_id)
    if reservation.is_lost:
        publish(StockLost(order_id=order_id))
    elif reservation.is_held:
        reservation.commit()
        reservation.save(update_fields=["state"])
        holds = holds_of(order_id)
        items = held_items(holds)
        write_movements(
            [_committed(item) for item in items],
            order_id=order_id,
        )
        sell_tickets(order_id, holds)
        publish(StockCommitted(order_id=order_id, items=items))


def _committed(item: HeldStock) -> Movement:
    return Movement(
        sku=item.sku,
        warehouse=item.warehouse,
        cause=Cause.COMMITTED,
        committed=item.quantity,
    )


@unit_of_work
def ship_stock(*, order_id: UUID) -> None:
    """The units left the house. Raises NotYet if nobody asked for any so far."""
    kept = lock_kept_units(order_id)
    if not kept.reservation.has_left:
        kept.reservation.ship()
        kept.write_down([kept.stock_of(hold).ship(hold.quantity) for hold in kept.holds])
        announce_stock(skus=kept.skus())


@unit_of_work
def take_back_stock(*, order_id: UUID) -> None:
    """The shipped units are on hand again; tickets stay with their buyer.

    Raises NotYet if nobody asked for any so far.
    """
    kept = lock_kept_units(order_id)
    if not kept.reservation.is_back:
        kept.reservation.take_back()
        goods = [hold for hold in kept.holds if not hold.ticketed]
        kept.write_down([kept.stock_of(hold).take_back(hold.away) for hold in goods if hold.away])
        announce_stock(skus=kept.skus())
