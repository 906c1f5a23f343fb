"""What of the outbox may go, and when. Whole partitions are dropped, events are never deleted."""

from django.db import connection

IDLE_DAYS = 400
STREAMS_AT_ONCE = 1_000

# Only below the sequence: no event will come into these any more, once their writers are done.
_PASSED_PARTITIONS = """
SELECT name FROM outbox_partition
WHERE to_id <= (SELECT outbox_last_id()) ORDER BY from_id
"""
# The newest row is the one with the highest id, as both are given to it in the same moment.
# What a tick does not see is what came after its snapshot, and what was running then.
_MAY_GO = """
SELECT EXISTS (SELECT FROM outbox_cursor)
   AND coalesce((SELECT created_at < now() - %s * interval '1 day'
                 FROM {partition} ORDER BY id DESC LIMIT 1), true)
   AND NOT EXISTS (
        SELECT FROM outbox_cursor LEFT JOIN outbox_tick tick ON tick.n = outbox_cursor.tick
        WHERE tick.n IS NULL
           OR EXISTS (SELECT FROM {partition} WHERE xid >= pg_snapshot_xmax(tick.snapshot))
           OR EXISTS (SELECT FROM {partition}
                      WHERE xid = ANY (ARRAY(SELECT pg_snapshot_xip(tick.snapshot)))))
"""
# Every writer holds a lock of the parent until its transaction ends.
_LOCK = "LOCK TABLE ONLY outbox_event IN ACCESS EXCLUSIVE MODE"
_DETACH = "ALTER TABLE outbox_event DETACH PARTITION {partition}"
_DROP = "DROP TABLE {partition}"
# Ticks at and above the least cursor are borders of windows that somebody may be reading.
_THIN_TICKS = """
DELETE FROM outbox_tick
WHERE n < (SELECT min(tick) FROM outbox_cursor) AND (
    at < now() - %s * interval '1 day'
    OR at < now() - interval '10 minutes'
       AND n NOT IN (SELECT max(n) FROM outbox_tick GROUP BY date_trunc('minute', at)))
"""
_FORGET = """
DELETE FROM outbox_stream WHERE id IN (
    SELECT id FROM outbox_stream stream
    WHERE moved_at < now() - %s * interval '1 day'
      AND NOT EXISTS (SELECT FROM outbox_event event
            WHERE event.aggregate_id = stream.aggregate_id
              AND event.aggregate_type = stream.aggregate_type)
    ORDER BY moved_at LIMIT %s FOR UPDATE SKIP LOCKED)
"""


def drop_passed_partitions(*, days: int) -> list[str]:
    """Drops the partitions whose events are all older and read by every consumer; their names.

    Inside a transaction. Raises OperationalError if a writer is still busy with one of them.
    """
    return [name for name in _passed_partitions() if _drop_if_passed(name, days)]


def thin_ticks(*, days: int) -> None:
    """Below the least cursor one tick a minute stays, for whoever begins at a time."""
    with connection.cursor() as cursor:
        cursor.execute(_THIN_TICKS, [days])


def forget_idle_streams() -> int:
    """Deletes the streams that did not move for `IDLE_DAYS`, some at a time; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [IDLE_DAYS, STREAMS_AT_ONCE])
        return int(cursor.rowcount)


def _passed_partitions() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_PASSED_PARTITIONS)
        return [name for (name,) in cursor.fetchall()]


def _drop_if_passed(name: str, days: int) -> bool:
    """Asks before the lock, to spare writers a useless one, and again when all of them ended."""
    if not _may_go(name, days):
        return False
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
        if not _may_go(name, days):
            return False
        for statement in (_DETACH, _DROP):
            cursor.execute(statement.format(partition=connection.ops.quote_name(name)))
    return True


def _may_go(name: str, days: int) -> bool:
    statement = _MAY_GO.format(partition=connection.ops.quote_name(name))
    with connection.cursor() as cursor:
        cursor.execute(statement, [days])
        return bool(cursor.fetchone()[0])
