"""What couriers were asked to give parcels back for, as buyers see it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.orders.models import Cancellation
from shop.events.orders import CancelledItem


@dataclass(frozen=True, kw_only=True)
class ShownCancellation:
    """`state` is one of requested, done, refused; `refusal` says why, or is empty."""

    id: UUID
    state: str
    reason: str
    refusal: str
    items: tuple[CancelledItem, ...]
    requested_at: datetime
    decided_at: datetime | None


def cancellations_of(order_id: UUID) -> list[ShownCancellation]:
    """All of the order that had to be asked of a courier, in the order of their asking."""
    asked = Cancellation.objects.filter(order_id=order_id).prefetch_related("lines__line")
    return [_shown(one) for one in asked.order_by("requested_at", "id")]


def _shown(asked: Cancellation) -> ShownCancellation:
    lines = sorted(asked.lines.all(), key=lambda part: part.line.position)
    return ShownCancellation(
        id=asked.id,
        state=asked.state,
        reason=asked.reason,
        refusal=asked.refusal,
        items=tuple(part.as_item() for part in lines),
        requested_at=asked.requested_at,
        decided_at=asked.decided_at,
    )
