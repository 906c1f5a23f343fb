"""The timeline of an order: a projection of everybody's events, which can be made again."""

from typing import cast
from uuid import UUID

from apps.orders.models import TimelineEntry
from apps.orders.rules import sentence_of
from shop.events.base import Event
from shop.events.registry import readable_types
from shop.kernel.bus import heard_now
from shop.kernel.context import current_context
from shop.kernel.models import OutboxEvent
from shop.kernel.outbox.codec import decode_any
from shop.kernel.outbox.unit_of_work import unit_of_work

_REWRITTEN_AT_ONCE = 500


@unit_of_work
def note_in_timeline(event: Event) -> None:
    """Writes down the event that is being handled; once more changes nothing."""
    heard = heard_now()
    entry = TimelineEntry(
        event_id=heard.event_id,
        order_id=cast(UUID, vars(event)["order_id"]),
        event_type=event.type_name(),
        sentence=sentence_of(event),
        actor=current_context().actor,
        caused_by=heard.caused_by,
        happened_at=heard.occurred_at,
    )
    TimelineEntry.objects.bulk_create([entry], ignore_conflicts=True)


def rebuild_timelines() -> int:
    """Writes every timeline anew from the events that are kept; returns how many entries.

    What is older than the kept events stays as it was written at its time.
    """
    written, last_id = 0, 0
    while True:
        last_id, entries = _rewritten_after(last_id)
        if not last_id:
            return written
        written += entries


@unit_of_work
def _rewritten_after(last_id: int) -> tuple[int, int]:
    """The id of the last event that was looked at, 0 at the end, and how many entries it gave."""
    types = {name: event for name, event in readable_types().items() if is_of_an_order(event)}
    rows = OutboxEvent.objects.filter(id__gt=last_id, type__in=types).order_by("id")
    found = list(rows[:_REWRITTEN_AT_ONCE])
    entries = [_entry(row, decode_any(row.payload, row.type)) for row in found]
    TimelineEntry.objects.bulk_create(
        entries,
        update_conflicts=True,
        unique_fields=["event_id"],
        update_fields=["order_id", "event_type", "sentence", "actor", "caused_by", "happened_at"],
    )
    return found[-1].id if found else 0, len(entries)


def is_of_an_order(event_type: type[Event]) -> bool:
    """Whether such events say to which order they belong."""
    return "order_id" in event_type.__dataclass_fields__


def _entry(row: OutboxEvent, event: Event) -> TimelineEntry:
    return TimelineEntry(
        event_id=row.event_id,
        order_id=cast(UUID, vars(event)["order_id"]),
        event_type=event.type_name(),
        sentence=sentence_of(event),
        actor=row.actor,
        caused_by=row.causation_id,
        happened_at=row.occurred_at,
    )
