"""Who stands in line for what is sold out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from apps.inventory.models import (
    FREE,
    EntryState,
    Movement,
    Reservation,
    ReservationState,
    Stock,
    WaitingListEntry,
)
from apps.inventory.rules import is_sku


@dataclass(frozen=True, kw_only=True)
class PlaceInLine:
    """Where a customer stands: so many are `ahead`; a unit is held until `offered_until` at least.

    `offered_until` is None while nothing is held.
    """

    sku: str
    ahead: int
    offered_until: datetime | None


@dataclass(frozen=True, kw_only=True)
class Line:
    """How many wait, the first of them `since`; for so many others a unit is held."""

    waiting: int
    offered: int
    since: datetime | None


def open_entry(*, sku: str, customer_id: UUID) -> WaitingListEntry | None:
    """The customer's place in the line for the SKU, if they stand in it."""
    if not is_sku(sku):
        return None
    return _open().filter(sku=sku, customer_id=customer_id).first()


def place_in_line(*, sku: str, customer_id: UUID) -> PlaceInLine | None:
    """Where the customer stands in the line for the SKU; None if they do not."""
    entry = open_entry(sku=sku, customer_id=customer_id)
    if entry is None:
        return None
    if entry.is_offered:
        return PlaceInLine(sku=sku, ahead=0, offered_until=entry.offered_until)
    waiting = WaitingListEntry.objects.filter(sku=sku, state=EntryState.WAITING)
    return PlaceInLine(sku=sku, ahead=waiting.filter(pk__lt=entry.pk).count(), offered_until=None)


def line_of(sku: str) -> Line:
    """How many stand in line for the SKU."""
    entries = _open().filter(sku=sku).order_by()
    counted = entries.aggregate(
        waiting=Count("pk", filter=Q(state=EntryState.WAITING)),
        offered=Count("pk", filter=Q(state=EntryState.OFFERED)),
        since=Min("created_at", filter=Q(state=EntryState.WAITING)),
    )
    return Line(**counted)


def units_offered(skus: Collection[str], *, customer_id: UUID) -> dict[str, int]:
    """Units of these SKUs that are held for the customer in line."""
    offered = WaitingListEntry.objects.filter(customer_id=customer_id, sku__in=skus)
    rows = offered.filter(state=EntryState.OFFERED).order_by().values("sku")
    return dict(rows.annotate(units=Count("pk")).values_list("sku", "units"))


def line_misfits() -> list[WaitingListEntry]:
    """Places in line that say something else about an offer than its hold; should be empty."""
    held = Reservation.objects.filter(
        order_id=OuterRef("entry_id"), is_offer=True, state=ReservationState.HELD
    )
    entries = WaitingListEntry.objects.annotate(is_held=Exists(held))
    return list(
        entries.exclude(Q(state=EntryState.OFFERED) & Q(is_held=True)).filter(
            Q(state=EntryState.OFFERED) | Q(is_held=True)
        )
    )


def line_unserved(*, since: datetime) -> list[str]:
    """SKUs of which units have been free since then while somebody waits; should be empty."""
    free = Stock.objects.annotate(free_units=FREE).filter(sku=OuterRef("sku"), free_units__gt=0)
    moved = Movement.objects.filter(sku=OuterRef("sku"), created_at__gt=since)
    waiting = WaitingListEntry.objects.filter(state=EntryState.WAITING, created_at__lte=since)
    unserved = waiting.filter(Exists(free), ~Exists(moved)).order_by("sku")
    return list(unserved.values_list("sku", flat=True).distinct())


def _open() -> QuerySet[WaitingListEntry]:
    return WaitingListEntry.objects.filter(state__in=[EntryState.WAITING, EntryState.OFFERED])
