"""What buyers send back, as they and the shop see it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import prefetch_related_objects

from apps.orders.models import Order, Return, ReturnedLine
from shop.events.orders import ReturnedItem


@dataclass(frozen=True, kw_only=True)
class ShownReturn:
    """`state` is one of requested, received, refused; `refusal` says why, or is empty."""

    id: UUID
    state: str
    reason: str
    refusal: str
    items: tuple[ReturnedItem, ...]
    requested_at: datetime
    decided_at: datetime | None


def returns_of(order: Order) -> list[ShownReturn]:
    """All of the order, in the order of their asking."""
    asked = order.returns.prefetch_related("lines__line").order_by("requested_at", "id")
    return [shown_return(one) for one in asked]


def shown_return(asked: Return) -> ShownReturn:
    """It as a value."""
    prefetch_related_objects([asked], "lines__line")
    lines = sorted(asked.lines.all(), key=_place)
    return ShownReturn(
        id=asked.id,
        state=asked.state,
        reason=asked.reason,
        refusal=asked.refusal,
        items=tuple(line.as_item() for line in lines),
        requested_at=asked.requested_at,
        decided_at=asked.decided_at,
    )


def _place(part: ReturnedLine) -> int:
    return part.line.position
