"""What became of events at everybody who hears them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db import connection

from shop.events.registry import event_types
from shop.kernel.bus import consumers
from shop.kernel.models import OutboxParkedEvent, OutboxParkedKey
from shop.operations.tracing.events import TracedEvent


class Standing(StrEnum):
    HANDLED = "handled"
    WAITING = "waiting"
    RETRYING = "retrying"
    DEAD = "dead"


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One event at one consumer; `note` says why it is parked."""

    event: int
    consumer: str
    standing: Standing
    note: str = ""

    @property
    def is_bad(self) -> bool:
        return self.standing in {Standing.RETRYING, Standing.DEAD}


# A cursor has passed an event that its tick sees, or of the open window one that it came by.
_PASSED = """
SELECT event.id, cursor.consumer,
       pg_visible_in_snapshot(event.xid, since.snapshot)
       OR (until.n IS NOT NULL AND event.id <= cursor.last_id
           AND pg_visible_in_snapshot(event.xid, until.snapshot))
FROM outbox_event event
CROSS JOIN (SELECT *, count(*) OVER (PARTITION BY consumer) AS shards FROM outbox_cursor) cursor
JOIN outbox_tick since ON since.n = cursor.tick
LEFT JOIN outbox_tick until ON until.n = cursor.to_tick
WHERE event.id = ANY (%s) AND event.lane %% cursor.shards = cursor.shard
ORDER BY event.id, cursor.consumer
"""


def deliveries_of(told: Sequence[TracedEvent]) -> list[Delivery]:
    """Every event at everybody who hears it, in the order of the events."""
    by_id = {event.id: event for event in told}
    heard = [it for it in _passed(by_id) if _hears(it[1], by_id[it[0]])]
    parked = _parked(told, by={consumer for _, consumer, _ in heard})
    return [
        parked.get((consumer, id_)) or _delivery(consumer, id_, passed=passed)
        for id_, consumer, passed in heard
    ]


def _delivery(consumer: str, event: int, *, passed: bool) -> Delivery:
    standing = Standing.HANDLED if passed else Standing.WAITING
    return Delivery(event=event, consumer=consumer, standing=standing)


def _passed(ids: Iterable[int]) -> list[tuple[int, str, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(_PASSED, [list(ids)])
        return [(id_, consumer, passed) for id_, consumer, passed in cursor.fetchall()]


def _hears(consumer: str, event: TracedEvent) -> bool:
    """Apps hear what they have handlers for; whoever is no app sends what has a topic."""
    if consumer not in consumers():
        return event.topic is not None
    return event_types().get(event.type) in consumers()[consumer]


def _parked(
    told: Sequence[TracedEvent], *, by: Collection[str]
) -> Mapping[tuple[str, int], Delivery]:
    keys = {f"{event.aggregate_type}:{event.aggregate_id}" for event in told}
    places = {"consumer__in": by, "key__in": keys}
    lines = {(line.consumer, line.key): line for line in OutboxParkedKey.objects.filter(**places)}
    waiting = OutboxParkedEvent.objects.filter(**places)
    return {
        (consumer, id_): _held_up(lines[consumer, key], id_)
        for consumer, key, id_ in waiting.values_list("consumer", "key", "outbox_id")
        if (consumer, key) in lines
    }


def _held_up(line: OutboxParkedKey, event: int) -> Delivery:
    standing = Standing(line.state)
    return Delivery(event=event, consumer=line.consumer, standing=standing, note=_note(line, event))


def _note(line: OutboxParkedKey, event: int) -> str:
    if event != line.head_event:
        return "waits behind the head of its line"
    return f"{line.attempts} attempts, the last: {line.error}"
