"""Whether the tables of the outbox fit together."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

SHOWN_AT_MOST = 100
PARTITIONS_AHEAD = 3


@dataclass(frozen=True, kw_only=True)
class Flaw:
    """Something of the outbox that is not as it must be."""

    rule: str
    subject: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Room:
    """Empty partitions ahead of the sequence, and events that found none (`overflowed`)."""

    ahead: int
    overflowed: int


# Retention drops the oldest events of an aggregate, so its first one may have any number.
_GAPS = """
SELECT seen.aggregate_type || ' ' || seen.aggregate_id, format(
    '%%s events from %%s on, but the last one is number %%s.',
    seen.events, seen.first_seq, coalesce(stream.last_seq, 0))
FROM (SELECT aggregate_type, aggregate_id, count(*) AS events, min(seq) AS first_seq,
             max(seq) AS newest_seq
      FROM outbox_event GROUP BY aggregate_type, aggregate_id) seen
LEFT JOIN outbox_stream stream USING (aggregate_type, aggregate_id)
WHERE stream.last_seq IS DISTINCT FROM seen.newest_seq
   OR seen.events <> seen.newest_seq - seen.first_seq + 1
LIMIT %s
"""
# What was stored before topics were counted has the number that it was sent with, that is `seq`.
_TOPIC_GAPS = """
SELECT aggregate_type || ' ' || aggregate_id, format(
    'its number %%s in %%s comes after %%s.', topic_seq, topic, seen)
FROM (SELECT aggregate_type, aggregate_id, topic, seq, topic_seq,
             lag(topic_seq) OVER before AS seen, lag(seq) OVER before AS seen_seq
      FROM outbox_event WHERE topic IS NOT NULL
      WINDOW before AS (PARTITION BY aggregate_type, aggregate_id, topic ORDER BY seq)) told
WHERE topic_seq <> seen + 1 AND (topic_seq, seen) <> (seq, seen_seq)
UNION ALL
SELECT aggregate_type || ' ' || aggregate_id, format(
    'its last number is %%s, but %%s goes on after %%s.', told.last_seq, topic, last_topic_seq)
FROM (SELECT aggregate_type, aggregate_id, max(topic) AS topic, max(topic_seq) AS last_seq
      FROM outbox_event WHERE topic IS NOT NULL GROUP BY aggregate_type, aggregate_id) told
JOIN outbox_stream stream USING (aggregate_type, aggregate_id)
WHERE last_topic_seq <> told.last_seq
LIMIT %s
"""
_CURSORS = """
SELECT consumer || '/' || shard, format(
    'it stands at tick %%s, in a window up to %%s after event %%s, and there is no such.',
    tick, coalesce(to_tick::text, 'none'), last_id)
FROM outbox_cursor
WHERE NOT EXISTS (SELECT FROM outbox_tick WHERE n = tick)
   OR to_tick IS NOT NULL AND NOT EXISTS (SELECT FROM outbox_tick WHERE n = to_tick)
   OR to_tick <= tick
   OR to_tick IS NULL AND last_id <> 0
LIMIT %s
"""
# What a tick does not see lies above its floor, or is one of the transactions that it saw running.
# The ids next below a floor that is too high are those that it hides.
BLIND_TICKS = """
SELECT 'tick ' || tick.n, format(
    'its floor is %%s, and it hides event %%s from whoever stands there.', tick.floor, hidden.id)
FROM outbox_tick tick CROSS JOIN LATERAL (
    SELECT id FROM (
        SELECT id, xid FROM outbox_event WHERE id <= tick.floor ORDER BY id DESC LIMIT 10) nearest
    WHERE xid >= pg_snapshot_xmax(tick.snapshot) ORDER BY id LIMIT 1) hidden
ORDER BY tick.n LIMIT %s
"""
# For a moment, a line that was handled is empty before it goes. One that is held may be empty.
_EMPTY_LINES = """
SELECT consumer || ' ' || key, format('it is %%s, but no event waits in its line.', state)
FROM outbox_parked_key line
WHERE state <> 'held' AND next_retry_at < now() - interval '1 minute' AND NOT EXISTS (
    SELECT FROM outbox_parked_event event
    WHERE event.consumer = line.consumer AND event.key = line.key)
LIMIT %s
"""
_ROOM = """
SELECT (SELECT count(*) FROM outbox_partition
        WHERE from_id > (SELECT outbox_last_id())),
       (SELECT count(*) FROM outbox_event_default)
"""


def sequences_have_no_gap() -> Iterator[Flaw]:
    yield from _found("aggregate sequences have no gap", _GAPS)
    yield from _found("numbers in topics have no gap", _TOPIC_GAPS)


def cursors_stand_at_ticks() -> Iterator[Flaw]:
    yield from _found("cursors stand at ticks", _CURSORS)


def ticks_hide_nothing() -> Iterator[Flaw]:
    yield from _found("ticks hide nothing", BLIND_TICKS)


def lines_have_events() -> Iterator[Flaw]:
    yield from _found("parked aggregates have events", _EMPTY_LINES)


def partitions_lie_ahead() -> Iterator[Flaw]:
    room, rule = room_ahead(), "partitions lie ahead"
    if room.ahead < PARTITIONS_AHEAD:
        sentence = f"only {room.ahead} empty partitions lie ahead: does a relay run?"
        yield Flaw(rule=rule, subject="outbox_event", sentence=sentence)
    if room.overflowed:
        sentence = f"{room.overflowed} events found no partition: does a relay run?"
        yield Flaw(rule=rule, subject="outbox_event_default", sentence=sentence)


def room_ahead() -> Room:
    """How much room there is for events to come."""
    with connection.cursor() as cursor:
        cursor.execute(_ROOM)
        ahead, overflowed = cursor.fetchone()
    return Room(ahead=ahead, overflowed=overflowed)


def _found(rule: str, statement: str) -> Iterator[Flaw]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [SHOWN_AT_MOST])
        rows = cursor.fetchall()
    for subject, sentence in rows:
        yield Flaw(rule=rule, subject=subject, sentence=sentence)
