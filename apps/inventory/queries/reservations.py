"""Which units are kept for which orders, and for how long."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from uuid import UUID

from django.db.models import F, QuerySet

from apps.inventory.models import Backorder, BackorderState, Hold, Reservation, ReservationState
from shop.kernel import clock

OVERDUE_AFTER = timedelta(seconds=60)
"""The sweeper comes every ten seconds; a hold that lapsed so long ago was forgotten."""


@dataclass(frozen=True, kw_only=True)
class OverdueReservation:
    """A hold whose time is long over and that nobody released."""

    order_id: UUID
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class HeldUnits:
    """Units that an order's reservation names; `state` is that of the reservation.

    So many units, of any SKU, as `awaited` says are still to come for it.
    """

    order_id: UUID
    sku: str
    warehouse: str
    quantity: int
    state: str
    expires_at: datetime | None
    awaited: int


def held_for(order_id: UUID) -> list[HeldUnits]:
    """The units that were ever held for the order, whatever became of them."""
    return _held(Hold.objects.filter(reservation=order_id))


def held_units_of(sku: str) -> list[HeldUnits]:
    """The units of the SKU that are kept in the house for orders now, the oldest hold first."""
    kept = (ReservationState.HELD, ReservationState.COMMITTED)
    return _held(Hold.objects.filter(sku=sku, reservation__state__in=kept))


def paid_units() -> dict[UUID, dict[str, int]]:
    """What every paid order that has not left has, and waits for, by order and SKU."""
    paid = {"reservation__state": ReservationState.COMMITTED}
    waiting = Backorder.objects.filter(state=BackorderState.WAITING, **paid)
    held = Hold.objects.filter(**paid).values_list("reservation_id", "sku", "quantity")
    outstanding = F("quantity") - F("filled")
    awaited = waiting.annotate(units=outstanding).values_list("reservation_id", "sku", "units")
    kept: dict[UUID, dict[str, int]] = {}
    for order_id, sku, units in chain(held.iterator(), awaited.iterator()):
        by_sku = kept.setdefault(order_id, {})
        by_sku[sku] = by_sku.get(sku, 0) + units
    return kept


def lapsed_reservations() -> QuerySet[Reservation]:
    """Holds that whoever needs the units may release, those that lapsed first in front."""
    held = Reservation.objects.filter(state=ReservationState.HELD, expires_at__lte=clock.now())
    return held.order_by("expires_at")


def lapsed_orders() -> list[UUID]:
    """The orders whose holds may be released, the one that lapsed first in front."""
    return list(lapsed_reservations().values_list("order_id", flat=True))


def reservations_overdue() -> list[OverdueReservation]:
    """Holds that should have been released a minute ago or earlier; should be empty."""
    overdue = lapsed_reservations().filter(expires_at__lte=clock.now() - OVERDUE_AFTER)
    return [
        OverdueReservation(order_id=order_id, expires_at=expires_at)
        for order_id, expires_at in overdue.values_list("order_id", "expires_at")
        if expires_at
    ]


def _held(holds: QuerySet[Hold]) -> list[HeldUnits]:
    rows = holds.order_by("id").values_list(
        *("reservation_id", "sku", "warehouse", "quantity"),
        *("reservation__state", "reservation__expires_at", "reservation__awaited"),
    )
    return [
        HeldUnits(
            order_id=order_id,
            sku=sku,
            warehouse=warehouse,
            quantity=quantity,
            state=state,
            expires_at=expires_at,
            awaited=awaited,
        )
        for order_id, sku, warehouse, quantity, state, expires_at, awaited in rows
    ]
