"""Goes on with an outbox that was restored from a dump into another database cluster.

Its events and ticks name transactions of the cluster that they come from. Which events a tick sees
is still known, since that is a question of numbers only. So the events are sorted into classes: the
n-th holds what the n-th tick sees and none before it. Each class gets one small transaction id, and
each tick a snapshot that ends right above the id of its own class. Every tick then sees exactly
what it saw, so every cursor, also in a half read window, has read exactly what it had read. What
was written here meanwhile keeps its id, which is above them all.
"""

from django.db import connection, transaction

from outbox_relay.lineage import is_from_another_cluster
from outbox_relay.operating.report import Report
from shop.kernel.errors import DomainError

# Writers are kept out as well: none has drawn an id whose event cannot be seen yet.
_LOCK = "LOCK TABLE outbox_event, outbox_tick, outbox_cursor IN ACCESS EXCLUSIVE MODE"
_FORGET_TICKS = """
DELETE FROM outbox_tick WHERE n NOT IN (
    SELECT tick FROM outbox_cursor
    UNION SELECT to_tick FROM outbox_cursor WHERE to_tick IS NOT NULL
    UNION SELECT max(n) FROM outbox_tick)
"""
_OFF, _ON = (
    f"ALTER TABLE outbox_event {what} TRIGGER outbox_event_is_insert_only"
    for what in ("DISABLE", "ENABLE")
)
# A restored row was written by the transaction of the restore, not by the one it names. The
# sequence was restored, too: whatever is written here has a higher id than all that was restored.
# Ids below 3 belong to PostgreSQL itself, those of transactions begin at about 700.
_CLASSIFY = """
WITH used AS (SELECT snapshot, row_number() OVER (ORDER BY n) AS class FROM outbox_tick)
UPDATE outbox_event event SET xid = (
    SELECT (2 + coalesce(min(class), (SELECT count(*) + 1 FROM used)))::text::xid8
    FROM used WHERE pg_visible_in_snapshot(event.xid, used.snapshot))
WHERE id <= (SELECT max(id) FROM outbox_event
             WHERE mod(xid::text::numeric, 4294967296) <> xmin::text::numeric)
"""
_RESTATE_TICKS = """
WITH used AS (SELECT n, (2 + row_number() OVER (ORDER BY n) + 1)::text AS edge FROM outbox_tick)
UPDATE outbox_tick tick SET snapshot = (edge || ':' || edge || ':')::pg_snapshot, floor = coalesce(
    (SELECT min(id) - 1 FROM outbox_event WHERE xid >= edge::xid8),
    outbox_last_id())
FROM used WHERE used.n = tick.n
"""
_FREE_LANES = "UPDATE outbox_cursor SET epoch = epoch + 1, owner = '', lease_until = NULL"


def rebase() -> Report:
    """Every consumer goes on exactly where it stood when the dump was made.

    Raises DomainError if the outbox is that of this cluster.
    """
    with transaction.atomic(durable=True):
        _run(_LOCK)
        if not is_from_another_cluster():
            raise DomainError("Nothing is to be done: the outbox belongs to this cluster.")
        _run(_FORGET_TICKS)
        _run(_OFF)
        events = _run(_CLASSIFY)
        _run(_ON)
        ticks = _run(_RESTATE_TICKS)
        _run(_FREE_LANES)
    return Report(
        text=f"{events} restored events are sorted by {ticks} ticks. Start the relay: every"
        " consumer goes on where it stood.",
        facts={"events": events, "ticks": ticks},
    )


def _run(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.rowcount)
