"""What there is to know about the stock. Reads only."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, QuerySet, Sum

from apps.inventory.models import Hold, Reservation, ReservationState, Stock
from apps.inventory.rules import is_sku
from apps.inventory.sql import Drift, drifts
from shop.kernel import clock

OVERDUE_AFTER = timedelta(seconds=60)
"""The sweeper comes every ten seconds; a hold that lapsed so long ago was forgotten."""


@dataclass(frozen=True, kw_only=True)
class RecordedStock:
    """The balances of a SKU in one warehouse, in units, as they are written down."""

    sku: str
    warehouse: str
    on_hand: int
    reserved: int


@dataclass(frozen=True, kw_only=True)
class OverdueReservation:
    """A hold whose time is long over and that nobody released."""

    order_id: UUID
    expires_at: datetime


def availability_of(skus: Collection[str]) -> dict[str, int]:
    """Units that can be bought now, by SKU; lapsed holds count as free.

    A SKU that was never stocked is missing.
    """
    free = Stock.objects.filter(sku__in=filter(is_sku, skus)).order_by().values("sku")
    recorded = dict(
        free.annotate(units=Sum(F("on_hand") - F("reserved"))).values_list("sku", "units")
    )
    lapsed = Hold.objects.filter(sku__in=recorded, reservation__in=lapsed_reservations())
    returning = lapsed.order_by().values("sku").annotate(units=Sum("quantity"))
    return recorded | {
        sku: recorded[sku] + units for sku, units in returning.values_list("sku", "units")
    }


def stock_as_recorded(sku: str) -> list[RecordedStock]:
    """The balances of the SKU in every warehouse, without regard to lapsed holds."""
    return [
        RecordedStock(
            sku=stock.sku,
            warehouse=stock.warehouse_id,
            on_hand=stock.on_hand,
            reserved=stock.reserved,
        )
        for stock in Stock.objects.filter(sku=sku)
    ]


def lapsed_reservations() -> QuerySet[Reservation]:
    """Holds that whoever needs the units may release, those that lapsed first in front."""
    held = Reservation.objects.filter(state=ReservationState.HELD, expires_at__lte=clock.now())
    return held.order_by("expires_at")


def ledger_drift() -> list[Drift]:
    """Places whose balances differ from the ledger or from the open holds; should be empty."""
    return drifts()


def reservations_overdue() -> list[OverdueReservation]:
    """Holds that should have been released a minute ago or earlier; should be empty."""
    overdue = lapsed_reservations().filter(expires_at__lte=clock.now() - OVERDUE_AFTER)
    return [
        OverdueReservation(order_id=order_id, expires_at=expires_at)
        for order_id, expires_at in overdue.values_list("order_id", "expires_at")
        if expires_at
    ]
