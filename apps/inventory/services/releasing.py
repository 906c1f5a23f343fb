"""Lets units go: of cancelled orders, and of buyers whose time is over."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from apps.inventory.models import Reservation, Stock, Terms
from apps.inventory.queries import lapsed_reservations
from apps.inventory.rules import checked_reason
from apps.inventory.services.backorders.queueing import lock_queues_of
from apps.inventory.services.books import KeptUnits, holds_of, lock_kept_units, lock_stock_of
from apps.inventory.services.sweeping import each_for_itself
from apps.inventory.services.tickets.moving import release_tickets
from apps.inventory.services.waiting_list.offering import end_offer
from shop.events.inventory import StockReleased
from shop.kernel.bus import publish
from shop.kernel.errors import DomainError
from shop.kernel.outbox.unit_of_work import unit_of_work

SWEEP_AT_MOST = 1000


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


@unit_of_work
def release_offer(*, entry_id: UUID) -> None:
    """What is held for a place in the line goes to the next one."""
    _let_go(lock_kept_units(entry_id), reason="left")


def release_lapsed_holds() -> int:
    """Releases holds whose time is over; returns how many."""
    lapsed = lapsed_reservations().values_list("order_id", flat=True)
    return each_for_itself(
        list(lapsed[:SWEEP_AT_MOST]), lambda order_id: release_if_lapsed(order_id, WAIT)
    )


@dataclass(frozen=True)
class Patience:
    """Rows of stock and queues as they are to be locked."""

    stock: QuerySet[Stock]
    queues: QuerySet[Terms]


WAIT = Patience(Stock.objects.select_for_update(), Terms.objects.select_for_update())
ONLY_TRY = Patience(
    Stock.objects.select_for_update(skip_locked=True),
    Terms.objects.select_for_update(skip_locked=True),
)


@unit_of_work
def release_if_lapsed(order_id: UUID, patience: Patience) -> bool:
    """Releases the hold unless somebody is just committing or releasing it; whether it did.

    Who only tries passes over rows in use, and then the hold stays; he must not ask for an order
    that waits for others.
    """
    stock = lock_stock_of(order_id, patience.stock)
    lock_queues_of(order_id, patience.queues)
    reservation = _lock_if_lapsed(order_id)
    if reservation is None:
        return False
    kept = KeptUnits(reservation=reservation, holds=holds_of(order_id), stock=stock)
    if kept.is_locked:
        _let_go(kept, reason="expired")
    return kept.is_locked


def _lock_if_lapsed(order_id: UUID) -> Reservation | None:
    lapsed = lapsed_reservations().filter(pk=order_id)
    return lapsed.select_for_update(skip_locked=True).first()


def _let_go(kept: KeptUnits, *, reason: str, note: str = "") -> None:
    order_id = kept.reservation.order_id
    release_tickets(order_id, kept.holds, reason=reason)
    kept.give_up(paid=kept.reservation.is_paid, note=note)
    if kept.reservation.is_offer:
        end_offer(order_id, reason=reason)
    else:
        publish(StockReleased(order_id=order_id, items=kept.items(), reason=reason))
