"""The statement that writes events. Nothing else inserts into the outbox."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from django.db import connection

from shop.kernel.outbox.envelope import Envelope
from shop.kernel.outbox.metrics import emit_seconds

Value = str | int | UUID | datetime | None

# What all events of a unit of work have in common is said once. That also keeps the four events of
# an order below 50 parameters: what has more, psycopg parses anew every time.
_story = attrgetter("traceparent", "correlation_id", "actor")
_own_values = attrgetter(
    *("event_id", "type", "version", "aggregate_type", "aggregate_id", "lane", "topic"),
    *("payload", "causation_id", "occurred_at"),
)
_ONE_CALL = """outbox_emit(%s, %s, %s, %s, %s, %s, %s,
    %s, story.traceparent, story.correlation_id, %s, story.actor, %s)"""
_STORY = "(VALUES (%s::text, %s::uuid, %s::text)) AS story (traceparent, correlation_id, actor)"


def write_envelopes(envelopes: Iterable[Envelope]) -> None:
    """Writes the envelopes in this order, gapless per aggregate, in one statement for a story."""
    with emit_seconds.time(), connection.cursor() as cursor:
        for story, told in groupby(envelopes, key=_story):
            calls = [_own_values(envelope) for envelope in told]
            cursor.execute(_statement(len(calls)), [*_flat(calls), *story])


def _flat(calls: Sequence[tuple[Value, ...]]) -> Iterable[Value]:
    return (value for values in calls for value in values)


@cache
def _statement(calls: int) -> str:
    return f"SELECT {', '.join([_ONE_CALL] * calls)} FROM {_STORY}"  # noqa: S608 - constant text
