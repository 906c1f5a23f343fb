"""What happened to an order, in order."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shop.kernel.models import OutboxEvent


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One fact; `actor` is who began the story that it belongs to."""

    at: datetime
    what: str
    actor: str


def moments_of(order_id: UUID) -> list[Moment]:
    """The order's own events, as far as the outbox still has them."""
    events = OutboxEvent.objects.filter(aggregate_id=str(order_id), aggregate_type="order")
    rows = events.order_by("aggregate_seq").values_list("occurred_at", "type", "actor")
    return [Moment(at=at, what=kind.split(".")[-1], actor=actor) for at, kind, actor in rows]
