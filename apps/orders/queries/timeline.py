"""What happened to an order, across all contexts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.orders.models import TimelineEntry


@dataclass(frozen=True, kw_only=True)
class TimelineFact:
    """One thing that happened; `actor` is "customer:<id>", "staff:<id>" or "system".

    `cause` is the `event_id` of the fact that led to it, if one did; `because` is the title of
    that, if it stands in the same timeline.
    """

    event_id: UUID
    at: datetime
    event_type: str
    title: str
    actor: str
    cause: UUID | None
    because: str


def timeline_of(order_id: UUID) -> tuple[TimelineFact, ...]:
    """Everything that is known to have happened to the order, oldest first."""
    found = TimelineEntry.objects.filter(order_id=order_id).order_by("happened_at", "event_id")
    entries = list(found)
    titles: dict[UUID | None, str] = {entry.event_id: entry.sentence for entry in entries}
    return tuple(
        TimelineFact(
            event_id=entry.event_id,
            at=entry.happened_at,
            event_type=entry.event_type,
            title=entry.sentence,
            actor=entry.actor,
            cause=entry.caused_by,
            because=titles.get(entry.caused_by, ""),
        )
        for entry in entries
    )
