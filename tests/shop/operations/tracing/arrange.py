"""Stories to look for."""

from uuid import UUID

from django.db import connection

from outbox_relay.stored import COLUMNS, StoredEvent
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
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS} FROM outbox_event WHERE id = %s", [event.id])  # noqa: S608
        return StoredEvent(*cursor.fetchone())
