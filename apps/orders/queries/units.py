"""Where the units of orders are, for comparison with what others say."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from apps.orders.models import (
    Cancellation,
    CancellationLine,
    CancellationState,
    OrderLine,
    OrderState,
)


def lines_that_do_not_add_up() -> list[str]:
    """Numbers of orders whose units are not where the order's state says they are."""
    wrong = Q(order__state__in=[OrderState.SHIPPED, OrderState.DELIVERED]) & ~Q(
        quantity=F("shipped") + F("returned") + F("cancelled")
    )
    wrong |= Q(order__state=OrderState.CANCELLED) & ~Q(quantity=F("cancelled"))
    is_asked = Exists(
        CancellationLine.objects.filter(
            line=OuterRef("pk"),
            quantity=OuterRef("cancelling"),
            cancellation__state=CancellationState.REQUESTED,
        )
    )
    wrong |= Q(cancelling__gt=0) & ~Q(is_asked)
    return list(OrderLine.objects.filter(wrong).values_list("order__number", flat=True).distinct())


@dataclass(frozen=True, kw_only=True)
class OpenUnits:
    """What of one confirmed order is still to be sent, by SKU; `goods` are those in its parcel."""

    order_id: UUID
    number: str
    units: dict[str, int]
    goods: dict[str, int]


def open_units_of_confirmed_orders() -> list[OpenUnits]:
    """Every confirmed order, as orders counts its units."""
    lines = OrderLine.objects.filter(order__state=OrderState.CONFIRMED)
    left = F("quantity") - F("shipped") - F("cancelled") - F("returned")
    rows = lines.annotate(left=left).filter(left__gt=0).order_by("order_id", "position")
    found: dict[UUID, OpenUnits] = {}
    for order_id, number, sku, ticketed, units in rows.values_list(
        "order_id", "order__number", "sku", "ticketed", "left"
    ).iterator():
        order = found.setdefault(
            order_id, OpenUnits(order_id=order_id, number=number, units={}, goods={})
        )
        for by_sku in (order.units, *([] if ticketed else [order.goods])):
            by_sku[sku] = by_sku.get(sku, 0) + units
    return list(found.values())


def undecided_cancellations() -> list[tuple[str, datetime]]:
    """Numbers of orders of which units may be left out if the courier agrees, and since when."""
    asked = Cancellation.objects.filter(state=CancellationState.REQUESTED).order_by("requested_at")
    return list(asked.values_list("order__number", "requested_at"))
