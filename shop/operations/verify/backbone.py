"""6. The sequence of every aggregate has no gap, nobody is behind, nothing is parked unseen."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import connection

from shop.kernel.bus import consumers
from shop.kernel.models import OutboxParkedKey
from shop.operations.verify.findings import Finding, Standing

LAG_LIMIT = timedelta(seconds=60)

_GAPS = """
SELECT stream.aggregate_type, stream.aggregate_id, stream.last_seq, seen.events, seen.first_seq
FROM outbox_stream stream
JOIN (SELECT aggregate_type, aggregate_id, count(*) AS events, min(aggregate_seq) AS first_seq,
             max(aggregate_seq) AS newest_seq
      FROM outbox_event GROUP BY aggregate_type, aggregate_id) seen
  USING (aggregate_type, aggregate_id)
WHERE stream.last_seq <> seen.newest_seq OR seen.events <> seen.newest_seq - seen.first_seq + 1
LIMIT 100
"""
_BEHIND = """
SELECT count(*), coalesce(now() - min(event.created_at), interval '0')
FROM outbox_cursor cursor
JOIN outbox_tick tick ON tick.n = cursor.tick
JOIN outbox_event event
  ON NOT pg_visible_in_snapshot(event.xid, tick.snapshot)
 AND (event.id > tick.floor OR event.xid IN (SELECT pg_snapshot_xip(tick.snapshot)))
 AND NOT (cursor.to_tick IS NOT NULL AND event.id <= cursor.last_id)
WHERE cursor.consumer = %s AND {wanted}
"""
_IN_LANE = "event.lane %% (SELECT count(*) FROM outbox_cursor WHERE consumer = %s) = cursor.shard"


def sequences_have_no_gap() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(_GAPS)
        rows = cursor.fetchall()
    for kind, aggregate_id, last, events, first in rows:
        yield Finding(
            invariant="aggregate sequences have no gap",
            subject=f"{kind} {aggregate_id}",
            sentence=f"{events} events from {first} on, but the last one is number {last}.",
        )


def consumers_keep_up() -> Iterator[Finding]:
    for consumer in _known_consumers():
        count, age = _behind(consumer)
        if count:
            yield Finding(
                invariant="no consumer is behind",
                subject=f"consumer {consumer}",
                sentence=f"{count} events behind, the oldest for {age.total_seconds():.0f} s.",
                standing=Standing.BROKEN if age > LAG_LIMIT else Standing.OPEN,
            )


def no_aggregate_is_parked() -> Iterator[Finding]:
    for parked in OutboxParkedKey.objects.order_by("parked_at"):
        yield Finding(
            invariant="no aggregate is parked",
            subject=f"{parked.consumer} {parked.key}",
            sentence=f"{parked.state} after {parked.attempts} attempts: {parked.error}",
        )


def _known_consumers() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT consumer FROM outbox_cursor ORDER BY consumer")
        return [consumer for (consumer,) in cursor.fetchall()]


def _behind(consumer: str) -> tuple[int, timedelta]:
    if consumer in consumers():
        heard = ",".join(event.type_name() for event in consumers()[consumer])
        wanted, parameters = "event.type = ANY(string_to_array(%s, ','))", [consumer, heard]
    else:
        wanted, parameters = f"event.topic IS NOT NULL AND {_IN_LANE}", [consumer, consumer]
    with connection.cursor() as cursor:
        cursor.execute(_BEHIND.format(wanted=wanted), parameters)
        count, age = cursor.fetchone()
    return count, age
