"""What lies where, what may be sold of it, and what the ledger says of it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum

from apps.inventory.models import (
    BALANCES,
    FREE,
    STORED_BALANCES,
    Announcement,
    Hold,
    Movement,
    ReservationState,
    Stock,
    Terms,
    Warehouse,
)
from apps.inventory.queries.reservations import lapsed_reservations
from apps.inventory.rules import is_sku
from apps.inventory.sql.drift import Drift, drifts

PLACES_AT_ONCE = 1000


@dataclass(frozen=True, kw_only=True)
class RecordedStock:
    """The balances of a SKU in one warehouse, in units, as they are written down.

    Of what is on hand, some is reserved, and of that some committed: paid, and not sent yet. Some
    is unavailable: damaged, in quality control, or kept as safety stock. The rest is free. Incoming
    units are on their way, and not on hand yet.
    """

    sku: str
    warehouse: str
    on_hand: int
    reserved: int
    committed: int
    damaged: int
    quality_control: int
    safety_stock: int
    incoming: int

    @property
    def unavailable(self) -> int:
        """Units on hand that are not for sale, whatever the reason."""
        return self.damaged + self.quality_control + self.safety_stock

    @property
    def free(self) -> int:
        """Units that are promised to nobody and may be sold."""
        return self.on_hand - self.reserved - self.unavailable


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

    What those who wait will get does not count. A SKU that was never stocked is missing.
    """
    free = Stock.objects.filter(sku__in=filter(is_sku, skus)).order_by().values("sku")
    owed = Terms.objects.filter(sku=OuterRef("sku")).values("backordered")
    sums = free.annotate(units=Sum(FREE), owed=Subquery(owed)).values_list("sku", "units", "owed")
    rows = [(sku, units, owed or 0) for sku, units, owed in sums]
    stocked = [sku for sku, *_ in rows]
    lapsed = Hold.objects.filter(sku__in=stocked, reservation__in=lapsed_reservations())
    returning = lapsed.order_by().values("sku").annotate(units=Sum("quantity"))
    back = dict(returning.values_list("sku", "units"))
    # More may be owed than is there: then nothing can be bought.
    return {sku: max(units + back.get(sku, 0) - owed, 0) for sku, units, owed in rows}


def stock_as_recorded(sku: str) -> list[RecordedStock]:
    """The balances of the SKU in every warehouse, without regard to lapsed holds."""
    return _recorded(Stock.objects.filter(sku=sku))


def all_recorded_stock() -> Iterator[RecordedStock]:
    """As `stock_as_recorded`, of every SKU, by SKU and warehouse; read page by page."""
    rows = Stock.objects.order_by("sku", "warehouse_id")
    page = _recorded(rows[:PLACES_AT_ONCE])
    while page:
        yield from page
        last = page[-1]
        after = Q(sku__gt=last.sku) | Q(sku=last.sku, warehouse__gt=last.warehouse)
        page = _recorded(rows.filter(after)[:PLACES_AT_ONCE])


def warehouse_codes() -> list[str]:
    """Every warehouse that was opened."""
    return list(Warehouse.objects.values_list("code", flat=True))


def stock_as_of(sku: str, moment: datetime) -> list[RecordedStock]:
    """The balances of the SKU as they were at a moment, in every warehouse it had been in by then.

    They are sums of the ledger. What was being committed just then may be missing.
    """
    written = Movement.objects.filter(sku=sku, created_at__lte=moment).order_by("warehouse")
    sums = written.values("warehouse").annotate(**{f"{it}_sum": Sum(it) for it in BALANCES})
    return [
        RecordedStock(sku=sku, warehouse=warehouse, **dict(zip(BALANCES, units, strict=True)))
        for warehouse, *units in sums.values_list("warehouse", *(f"{it}_sum" for it in BALANCES))
    ]


def ledger_drift() -> list[Drift]:
    """Places whose balances differ from the ledger or from the open holds; should be empty."""
    return drifts()


def _recorded(rows: QuerySet[Stock]) -> list[RecordedStock]:
    places = list(rows)
    committed = _committed({place.sku for place in places})
    return [
        RecordedStock(
            sku=place.sku,
            warehouse=place.warehouse_id,
            committed=committed.get((place.sku, place.warehouse_id), 0),
            **{name: getattr(place, name) for name in STORED_BALANCES},
        )
        for place in places
    ]


def _committed(skus: Collection[str]) -> dict[tuple[str, str], int]:
    paid = Hold.objects.filter(sku__in=skus, reservation__state=ReservationState.COMMITTED)
    sums = paid.order_by().values("sku", "warehouse").annotate(units=Sum("quantity"))
    rows = sums.values_list("sku", "warehouse", "units")
    return {(sku, warehouse): units for sku, warehouse, units in rows}
