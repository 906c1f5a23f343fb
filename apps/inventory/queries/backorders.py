"""Who waits for what, and for which day it is promised."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from apps.inventory.models import Backorder, BackorderState, Terms, WhenSoldOut
from apps.inventory.queries.expected import expected_supplies
from apps.inventory.rules import MAX_ON_HAND, Delivery, is_sku, promised_days
from apps.inventory.sql.queues import Miscount, Unfilled, Unserved, miscounts, unfilled, unserved
from shop.kernel import clock

_WAITING = Backorder.objects.filter(state=BackorderState.WAITING)


@dataclass(frozen=True, kw_only=True)
class WaitingUnits:
    """An order's place in the queue of a SKU, the first one in front; `quantity` is still to come.

    `state` is that of the reservation.
    """

    order_id: UUID
    sku: str
    quantity: int
    promised_for: date | None
    state: str
    since: datetime


@dataclass(frozen=True, kw_only=True)
class WaitOffer:
    """Buyers may wait for a SKU of which no unit is free, for so many units still.

    For whoever waits from now on they are promised for a day; None is as soon as there are any.
    """

    when_sold_out: str
    room: int
    promised_for: date | None


def days_in_line(units: Mapping[str, int]) -> dict[str, date | None]:
    """For which day so many units of each SKU are promised to whoever comes last now."""
    terms = Terms.objects.filter(sku__in=units).values_list("sku", "backordered", "available_from")
    expected = deliveries_of(units)
    days = {
        sku: list(
            promised_days(
                [backordered, units[sku]],
                expected.get(sku, ()),
                today=clock.now().date(),
                otherwise=available_from,
            )
        )
        for sku, backordered, available_from in terms
    }
    return {sku: days[sku][-1] if sku in days else None for sku in units}


def deliveries_of(skus: Collection[str]) -> dict[str, list[Delivery]]:
    """The units that suppliers owe, by SKU."""
    owed: dict[str, list[Delivery]] = {}
    for it in expected_supplies(skus):
        owed.setdefault(it.sku, []).append(Delivery(day=it.expected_on, units=it.units))
    return owed


def wait_offers(skus: Collection[str]) -> dict[str, WaitOffer]:
    """The SKUs that can be bought although they are sold out, for one unit more."""
    open_queues = Terms.objects.filter(sku__in=filter(is_sku, skus)).exclude(
        when_sold_out=WhenSoldOut.DENY
    )
    terms = [it for it in open_queues if it.backordered < (it.backorder_limit or MAX_ON_HAND)]
    days = days_in_line({it.sku: 1 for it in terms}) if terms else {}
    return {
        it.sku: WaitOffer(
            when_sold_out=str(it.when_sold_out),
            room=(it.backorder_limit or MAX_ON_HAND) - it.backordered,
            promised_for=days[it.sku],
        )
        for it in terms
    }


def backordered_skus_of(order_id: UUID) -> set[str]:
    """What the order waits for, or waited for."""
    return set(Backorder.objects.filter(reservation=order_id).values_list("sku", flat=True))


def queue_of(sku: str, *, at_most: int) -> list[WaitingUnits]:
    """The front of the SKU's queue."""
    rows = _WAITING.filter(sku=sku).select_related("reservation").order_by("id")[:at_most]
    return [
        WaitingUnits(
            order_id=row.reservation_id,
            sku=row.sku,
            quantity=row.outstanding,
            promised_for=row.promised_for,
            state=row.reservation.state,
            since=row.created_at,
        )
        for row in rows
    ]


def queue_miscounts() -> list[Miscount]:
    """Counters that are not the sums of what is waited for; should be empty."""
    return miscounts()


def backorders_without_units() -> list[Unfilled]:
    """Backorders that were filled, and whose units nobody holds; should be empty."""
    return unfilled()


def unserved_queues() -> list[Unserved]:
    """SKUs of which units are free while somebody waits; nothing stays here for long."""
    return unserved()
