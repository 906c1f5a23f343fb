"""Hands one event to the handlers of one consumer: live, on retry, on replay and in tests alike."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import connection

from outbox_relay import counting
from outbox_relay.stored import StoredEvent
from shop.events.registry import UnknownEvent, readable_types, todays_type
from shop.kernel.bus import SECONDS_A_STATEMENT, consumers, handlers_of, hearing
from shop.kernel.context import Context
from shop.kernel.outbox.codec import decode_any
from shop.kernel.tracing import traced


def dispatch(consumer: str, stored: StoredEvent) -> None:
    """Runs the consumer's handlers of the event, inside the open unit of work.

    Raises UnknownEvent, msgspec.ValidationError for an undecodable payload, and whatever a handler
    raises.
    """
    with counting.handling(consumer, stored.type):
        _react(consumer, stored)


def _react(consumer: str, stored: StoredEvent) -> None:
    event = decode_any(stored.payload, stored.type)
    context = Context(
        correlation_id=UUID(stored.correlation_id),
        actor=stored.actor,
        traceparent=stored.traceparent,
    )
    heard = hearing(
        UUID(stored.event_id),
        occurred_at=datetime.fromisoformat(stored.occurred_at),
        caused_by=UUID(stored.causation_id) if stored.causation_id else None,
    )
    with traced(context, f"{consumer} {stored.type}", kind="CONSUMER"), heard:
        for handler in handlers_of(consumer, type(event)):
            with _statements_within(handler.seconds):
                handler.react(event)


@contextmanager
def _statements_within(seconds: int) -> Iterator[None]:
    """The transaction's own limit is set by the move of the cursor; few handlers want another."""
    if seconds == SECONDS_A_STATEMENT:
        yield
        return
    _limit_statements(seconds)
    yield
    _limit_statements(SECONDS_A_STATEMENT)


def _limit_statements(seconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{seconds}s"])


def unheard_types(consumer: str) -> tuple[str, ...]:
    """The type names that the consumer is known to have no handlers for, sorted.

    A type that only newer code knows is not among them: nobody can say yet who hears it.
    """
    heard = consumers()[consumer]
    return tuple(sorted(name for name, event in readable_types().items() if event not in heard))


def batch_limit(consumer: str, type_name: str) -> int:
    """How many events of this type may share a transaction of the consumer; 1 for unknown types."""
    try:
        event_type = todays_type(type_name)
    except UnknownEvent:
        return 1
    return min((handler.batch for handler in handlers_of(consumer, event_type)), default=1)
