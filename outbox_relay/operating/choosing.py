"""Which past events are meant by a replay."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from outbox_relay.sinks.files import FileSink
from outbox_relay.sinks.kafka import KafkaSink
from outbox_relay.stored import COLUMNS, StoredEvent
from shop.kernel.bus import consumers

SINKS = {KafkaSink.name, FileSink.name}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One event, one aggregate, or all in a span of time: whatever is given must hold.

    `up_to` is the highest id of what is past, as long as new events come.
    """

    consumer: str
    event_id: UUID | None = None
    key: str = ""
    since: datetime | None = None
    until: datetime | None = None
    up_to: int | None = None

    @property
    def is_wide(self) -> bool:
        """Whether it may be many events of many aggregates."""
        return self.event_id is None and not self.key


# What the cursor of the event's shard has passed: all that its tick sees, and of a half read window
# what it has read. The rest comes anyhow.
_PASSED = """
FROM outbox_event event
JOIN outbox_cursor cursor ON cursor.consumer = %(consumer)s
    AND cursor.shard = event.lane %% (
        SELECT count(*) FROM outbox_cursor WHERE consumer = %(consumer)s)
JOIN outbox_tick tick ON tick.n = cursor.tick
LEFT JOIN outbox_tick reading ON reading.n = cursor.to_tick
WHERE (pg_visible_in_snapshot(event.xid, tick.snapshot)
       OR event.id <= cursor.last_id AND pg_visible_in_snapshot(event.xid, reading.snapshot))
"""


def passed_events(choice: Choice, *, after: int, limit: int) -> list[StoredEvent]:
    """The next chosen events that the consumer hears and has passed, in the order of their ids."""
    passed = f"SELECT event.* {_where(choice)} AND event.id > %(after)s"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS} FROM ({passed} ORDER BY event.id LIMIT %(limit)s) passed"  # noqa: S608
            " ORDER BY id",
            {**_values(choice), "after": after, "limit": limit},
        )
        return [StoredEvent(*row) for row in cursor.fetchall()]


def counted_by_type(choice: Choice, *, after: int) -> dict[str, int]:
    """How many events of each type would be replayed."""
    statement = f"SELECT event.type, count(*) {_where(choice)} AND event.id > %(after)s"
    with connection.cursor() as cursor:
        cursor.execute(
            f"{statement} GROUP BY event.type ORDER BY event.type",
            {**_values(choice), "after": after},
        )
        return dict(cursor.fetchall())


def _where(choice: Choice) -> str:
    return " AND ".join([_PASSED, *_conditions(choice)])


def _conditions(choice: Choice) -> Iterator[str]:
    yield "event.topic IS NOT NULL" if choice.consumer in SINKS else "event.type = ANY (%(heard)s)"
    if choice.event_id:
        yield "event.event_id = %(event_id)s"
    if choice.key:
        yield "event.aggregate_id = %(aggregate_id)s AND event.aggregate_type = %(kind)s"
    if choice.since:
        yield "event.created_at >= %(since)s"
    if choice.up_to is not None:
        yield "event.id <= %(up_to)s"
    if choice.until:
        yield "event.created_at < %(until)s"


def _values(choice: Choice) -> dict[str, Any]:
    kind, _, aggregate_id = choice.key.partition(":")
    heard = consumers().get(choice.consumer, {})
    return {
        "consumer": choice.consumer,
        "heard": [event.type_name() for event in heard],
        "event_id": choice.event_id,
        "kind": kind,
        "aggregate_id": aggregate_id,
        "since": choice.since,
        "until": choice.until,
        "up_to": choice.up_to,
    }
