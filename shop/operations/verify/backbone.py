"""6. The sequence of every aggregate has no gap, nobody is behind, nothing is parked unseen."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import groupby
from operator import attrgetter

from django.db import connection

from shop.kernel.models import OutboxParkedKey
from shop.kernel.outbox import standing as outbox
from shop.kernel.outbox.standing import LAG_LIMIT, standings
from shop.operations.verify.findings import Finding, Standing

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
    for consumer, shards in groupby(standings(), key=attrgetter("consumer")):
        count, age = _behind(list(shards))
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


def _behind(shards: Sequence[outbox.Standing]) -> tuple[int, timedelta]:
    return sum(it.events_behind for it in shards), max(it.behind for it in shards)
