"""What buyers send back, as they and the shop see it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import prefetch_related_objects

from apps.orders.models import Return, ReturnedLine
from apps.orders.queries.orders import ShownLine, ShownOrder
from shop.events.orders import ReturnedItem
from shop.kernel import clock


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


def returns_of(order_id: UUID) -> list[ShownReturn]:
    """All of the order, in the order of their asking."""
    asked = Return.objects.filter(order_id=order_id).prefetch_related("lines__line")
    return [shown_return(one) for one in asked.order_by("requested_at", "id")]


def returnable_lines(order: ShownOrder) -> list[ShownLine]:
    """The lines of which units can be sent back now; none before the delivery, or long after."""
    in_time = clock.now() <= order.moved_at + timedelta(days=settings.RETURN_DAYS)
    if order.state != "delivered" or not in_time:
        return []
    return [line for line in order.lines if line.returnable]


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
