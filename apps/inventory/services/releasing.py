"""Lets units go: of cancelled orders, and of buyers whose time is over."""

import logging
from uuid import UUID

from django.db.models import QuerySet

from apps.inventory.models import Hold, Reservation, Stock
from apps.inventory.queries import lapsed_reservations
from apps.inventory.rules import checked_reason
from apps.inventory.services.books import KeptUnits, holds_of, lock_kept_units, lock_stock
from shop.events.inventory import StockReleased
from shop.kernel.bus import publish
from shop.kernel.errors import DomainError
from shop.kernel.outbox.unit_of_work import unit_of_work

SWEEP_AT_MOST = 1000

logger = logging.getLogger(__name__)


@unit_of_work
def release_stock(*, order_id: UUID) -> None:
    """Whatever is still in the house for the cancelled order is for sale again.

    Raises NotYet if nobody asked for any units so far.
    """
    kept = lock_kept_units(order_id)
    if kept.reservation.is_open:
        _let_go(kept, reason="cancelled")


@unit_of_work
def release_hold(*, order_id: UUID, reason: str) -> None:
    """Somebody of the shop lets go of what is held for a buyer who has not paid; and says why.

    Raises InvalidInput without a reason, DomainError if nothing is held for the order any more.
    """
    reason = checked_reason(reason)
    kept = lock_kept_units(order_id)
    if not kept.reservation.is_held:
        raise DomainError(
            f"A {kept.reservation.state} reservation is not released by hand:"
            " only units of a buyer who has not paid are."
        )
    _let_go(kept, reason="released", note=reason)


def release_lapsed_holds() -> int:
    """Releases holds whose time is over, each for itself; returns how many.

    One that fails does not stop the others; it is tried again at the next call.
    """
    lapsed = lapsed_reservations().values_list("order_id", flat=True)
    return sum(_release_or_leave(order_id) for order_id in list(lapsed[:SWEEP_AT_MOST]))


@unit_of_work
def release_if_lapsed(order_id: UUID, *, rows: QuerySet[Stock]) -> bool:
    """Releases the hold unless somebody is just committing or releasing it; whether it did.

    `rows` says how to lock the stock; if it passes over rows in use, the hold stays.
    """
    holds = holds_of(order_id)
    stock = lock_stock(rows, holds)
    if not _all_locked(holds, stock):
        return False
    reservation = _lock_if_lapsed(order_id)
    if reservation is None:
        return False
    _let_go(KeptUnits(reservation=reservation, holds=holds, stock=stock), reason="expired")
    return True


def _release_or_leave(order_id: UUID) -> bool:
    try:
        return release_if_lapsed(order_id, rows=Stock.objects.select_for_update())
    except Exception:
        logger.exception("The lapsed hold of order %s could not be released", order_id)
        return False


def _all_locked(holds: list[Hold], stock: dict[tuple[str, str], Stock]) -> bool:
    return all((hold.sku, hold.warehouse) in stock for hold in holds)


def _lock_if_lapsed(order_id: UUID) -> Reservation | None:
    lapsed = lapsed_reservations().filter(pk=order_id)
    return lapsed.select_for_update(skip_locked=True).first()


def _let_go(kept: KeptUnits, *, reason: str, note: str = "") -> None:
    paid = kept.reservation.is_paid
    kept.reservation.release()
    movements = [kept.stock_of(hold).let_go(hold.quantity, paid=paid) for hold in kept.holds]
    kept.write_down(movements, reason=note)
    publish(StockReleased(order_id=kept.reservation.order_id, items=kept.items(), reason=reason))
