"""An event on its way: what happened, with everything that travels beside it."""

import zlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shop.events.base import Event
from shop.events.topics import TOPIC_OF_CONTEXT
from shop.kernel import clock
from shop.kernel.context import current_context
from shop.kernel.identity import new_id
from shop.kernel.outbox.codec import encode

LANES = 64
MAX_PAYLOAD_BYTES = 900_000
"""Below Kafka's default `message.max.bytes` of 1 MiB with headers and key added."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """One row for `outbox_emit`, its fields in the order of that function's parameters."""

    event_id: UUID
    type: str
    version: int
    aggregate_type: str
    aggregate_id: str
    lane: int
    topic: str | None
    payload: str
    traceparent: str
    correlation_id: UUID
    causation_id: UUID | None
    actor: str
    occurred_at: datetime


def sealed(event: Event) -> Envelope:
    """The event, serialised once, with who did it, why and when.

    Raises ValueError if its payload is larger than a topic takes.
    """
    context = current_context()
    aggregate_type, aggregate_id = event.aggregate.kind, event.aggregate_id()
    return Envelope(
        event_id=new_id(),
        type=event.type_name(),
        version=event.version,
        aggregate_type=aggregate_type,
        aggregate_id=aggregate_id,
        lane=lane_of(aggregate_type, aggregate_id),
        topic=None if event.internal else TOPIC_OF_CONTEXT[event.context()],
        payload=_checked_size(event, encode(event)),
        traceparent=context.traceparent,
        correlation_id=context.correlation_id,
        causation_id=context.causation_id,
        actor=context.actor,
        occurred_at=clock.now(),
    )


def lane_of(aggregate_type: str, aggregate_id: str) -> int:
    """The same lane (0 to 63) for one aggregate, in every process and for ever."""
    return zlib.crc32(f"{aggregate_type}:{aggregate_id}".encode()) % LANES


def _checked_size(event: Event, payload: str) -> str:
    size = len(payload.encode())
    if size > MAX_PAYLOAD_BYTES:
        raise ValueError(
            f"{event.type_name()} has {size} bytes, {MAX_PAYLOAD_BYTES} are allowed:"
            " publish ids instead of contents."
        )
    return payload
