"""An event as it is read back from the outbox."""

from typing import NamedTuple


class StoredEvent(NamedTuple):
    """One row of `outbox_event`; `id` is its place in the order of all events.

    `seq` is its number among the events of its aggregate, `topic_seq` among those with a topic.
    Ids are UUIDs and `occurred_at` is ISO 8601 in UTC, all as text: most events are only sent on.
    """

    id: int
    event_id: str
    type: str
    version: int
    aggregate_type: str
    aggregate_id: str
    seq: int
    topic: str | None
    topic_seq: int | None
    payload: str
    traceparent: str
    correlation_id: str
    causation_id: str | None
    actor: str
    occurred_at: str

    @property
    def key(self) -> str:
        """What is parked when a consumer cannot handle the event: its whole aggregate."""
        return f"{self.aggregate_type}:{self.aggregate_id}"


_AS_TEXT = {
    "event_id": "event_id::text",
    "correlation_id": "correlation_id::text",
    "causation_id": "causation_id::text",
    "occurred_at": "to_char(occurred_at AT TIME ZONE 'UTC', "
    """'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')""",
}
COLUMNS = ", ".join(
    f"{_AS_TEXT[name]} AS {name}" if name in _AS_TEXT else name for name in StoredEvent._fields
)
"""What a SELECT from `outbox_event` asks for to get StoredEvents, in their order."""
