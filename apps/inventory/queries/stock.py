"""What lies where, what may be sold of it, and what the ledger says of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Sum

from apps.inventory.models import (
    BALANCES,
    FREE,
    STORED_BALANCES,
    Announcement,
    Hold,
    Movement,
    ReservationState,
    Stock,
)
from apps.inventory.queries.drift import Drift, drifts
from apps.inventory.queries.reservations import lapsed_reservations
from apps.inventory.rules import is_sku


@dataclass(frozen=True, kw_only=True)
class RecordedStock:
    """The balances of a SKU in one warehouse, in units, as they are written down.

    Of what is on hand, some is reserved, and of that some committed: paid, and not sent yet. Some
    is unavailable: damaged, in quality control, or kept as safety stock. The rest is free.
    """

    sku: str
    warehouse: str
    on_hand: int
    reserved: int
    committed: int
    damaged: int
    quality_control: int
    safety_stock: int

    @property
    def free(self) -> int:
        """Units that are promised to nobody and may be sold."""
        unavailable = self.damaged + self.quality_control + self.safety_stock
        return self.on_hand - self.reserved - unavailable


@dataclass(frozen=True, kw_only=True)
class LedgerLine:
    """One movement: which balances `changes` changed, by how many units, in words.

    `reason` and `order_id` may be none.
    """

    at: datetime
    cause: str
    warehouse: str
    changes: str
    order_id: UUID | None
    actor: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Announced:
    """What the others were last told about a SKU, in units over all warehouses."""

    on_hand: int
    reserved: int
    unavailable: int


def latest_movements_of(sku: str, *, at_most: int) -> list[LedgerLine]:
    """The end of the SKU's ledger, the latest line first."""
    lines = Movement.objects.filter(sku=sku).order_by("-id")[:at_most]
    return [
        LedgerLine(
            at=line.created_at,
            cause=line.cause,
            warehouse=line.warehouse,
            changes=line.changes(),
            order_id=line.order_id,
            actor=line.actor,
            reason=line.reason,
        )
        for line in lines
    ]


def announced(sku: str) -> Announced | None:
    """What listings and others know of the SKU; None if they were never told of it."""
    told = Announcement.objects.filter(pk=sku).values("on_hand", "reserved", "unavailable").first()
    return Announced(**told) if told else None


def availability_of(skus: Collection[str]) -> dict[str, int]:
    """Units that can be bought now, by SKU; lapsed holds count as free.

    A SKU that was never stocked is missing.
    """
    free = Stock.objects.filter(sku__in=filter(is_sku, skus)).order_by().values("sku")
    recorded = dict(free.annotate(units=Sum(FREE)).values_list("sku", "units"))
    lapsed = Hold.objects.filter(sku__in=recorded, reservation__in=lapsed_reservations())
    returning = lapsed.order_by().values("sku").annotate(units=Sum("quantity"))
    return recorded | {
        sku: recorded[sku] + units for sku, units in returning.values_list("sku", "units")
    }


def stock_as_recorded(sku: str) -> list[RecordedStock]:
    """The balances of the SKU in every warehouse, without regard to lapsed holds."""
    paid = Hold.objects.filter(sku=sku, reservation__state=ReservationState.COMMITTED)
    sums = paid.order_by().values("warehouse").annotate(units=Sum("quantity"))
    committed = dict(sums.values_list("warehouse", "units"))
    return [
        RecordedStock(
            sku=stock.sku,
            warehouse=stock.warehouse_id,
            committed=committed.get(stock.warehouse_id, 0),
            **{name: getattr(stock, name) for name in STORED_BALANCES},
        )
        for stock in Stock.objects.filter(sku=sku)
    ]


def stock_as_of(sku: str, moment: datetime) -> list[RecordedStock]:
    """The balances of the SKU as they were at a moment, in every warehouse it had been in by then.

    They are sums of the ledger. What was being committed just then may be missing.
    """
    written = Movement.objects.filter(sku=sku, created_at__lte=moment)
    sums: QuerySet[Movement, Any] = (
        written.order_by()
        .values("warehouse")
        .annotate(**{f"{name}_sum": Sum(name) for name in BALANCES})
    )
    return [
        RecordedStock(
            sku=sku,
            warehouse=row["warehouse"],
            **{name: row[f"{name}_sum"] for name in BALANCES},
        )
        for row in sums.order_by("warehouse")
    ]


def ledger_drift() -> list[Drift]:
    """Places whose balances differ from the ledger or from the open holds; should be empty."""
    return drifts()
