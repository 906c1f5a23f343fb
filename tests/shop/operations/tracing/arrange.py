"""Stories to look for."""

from dataclasses import fields
from uuid import UUID

from outbox_relay.stored import StoredEvent
from shop.events.base import Event
from shop.kernel.context import Context, acting_in
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxEvent
from shop.kernel.tracing import traced
from tests.outbox_relay.arrange import emit


def happened(event: Event, *, story: UUID | None = None, cause: OutboxEvent | None = None):
    """The stored event, published in a span of its own; in the story of its cause, if any."""
    context = Context(
        correlation_id=story or (cause.correlation_id if cause else new_id()),
        causation_id=cause.event_id if cause else None,
        traceparent=cause.traceparent if cause else "",
        actor="customer:1234567890",
    )
    with acting_in(context), traced(context, "test", kind="SERVER"):
        emit(event)
    return OutboxEvent.objects.latest("id")


def stored(event: OutboxEvent) -> StoredEvent:
    """The row as the relay reads it."""
    return StoredEvent(**{field.name: getattr(event, field.name) for field in fields(StoredEvent)})
