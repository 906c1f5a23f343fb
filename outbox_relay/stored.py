"""An event as it is read back from the outbox."""

from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """One row of `outbox_event`; `id` is its place in the order of all events."""

    id: int
    event_id: UUID
    type: str
    version: int
    aggregate_type: str
    aggregate_id: str
    aggregate_seq: int
    topic: str | None
    payload: str
    traceparent: str
    correlation_id: UUID
    causation_id: UUID | None
    actor: str
    occurred_at: datetime

    @property
    def key(self) -> str:
        """What is parked when a consumer cannot handle the event: its whole aggregate."""
        return f"{self.aggregate_type}:{self.aggregate_id}"


COLUMNS = ", ".join(field.name for field in fields(StoredEvent))
"""The columns of a StoredEvent, in its order, for a SELECT."""
