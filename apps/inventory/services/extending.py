"""Keeps units longer for a buyer who is still at it."""

from uuid import UUID

from apps.inventory.services.books import lock_reservation
from shop.events.inventory import StockHoldExtended
from shop.kernel import clock
from shop.kernel.bus import publish
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def extend_hold(*, order_id: UUID) -> None:
    """The units are held for as long again from now on, up to the limit of the reservation.

    What is paid, over, or at its limit stays as it is. No balance changes, so no stock is locked.
    Raises NotYet if nobody asked for any units so far.
    """
    reservation = lock_reservation(order_id)
    later = reservation.extend(clock.now()) if reservation.is_held else None
    if later is not None:
        reservation.save(update_fields=["expires_at"])
        publish(StockHoldExtended(order_id=order_id, expires_at=later))
