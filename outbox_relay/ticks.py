"""Shared windows over the outbox: a tick is a stored snapshot (OUTBOX 4.2 of the design).

Any relay may make a tick, without a leader. Why nothing is lost between two of them: the floor is
asked for before the fence gives this session an xid, so a transaction whose xid lies beyond the
snapshot got it after that, and draws its ids even later: they lie above the floor. The row of the
sequence would be no floor: it may be ahead of what was drawn (docs/decisions/0051).
"""

from dataclasses import dataclass

from django.db import connection, transaction

from outbox_relay import counting


@dataclass(frozen=True, slots=True)
class Tick:
    """The border between two windows. `floor` is a bound for ids of what it does not see yet."""

    n: int
    snapshot: str
    floor: int

    @property
    def xmax(self) -> str:
        """The first transaction id that the snapshot knows nothing of."""
        return self.snapshot.split(":")[1]

    @property
    def has_running(self) -> bool:
        """Whether any transaction was running."""
        return not self.snapshot.endswith(":")

    @property
    def running(self) -> str:
        """The transactions that were running, as a PostgreSQL array literal."""
        return "{" + self.snapshot.split(":")[2] + "}"


_NEWEST = "SELECT n, snapshot::text, floor FROM outbox_tick ORDER BY n DESC LIMIT 1"
_FIRST = """
INSERT INTO outbox_tick (n, snapshot, floor) VALUES (0, '1:1:', 0) ON CONFLICT DO NOTHING
"""
# Every look is ordered by an index and cut off: left to choose, the planner likes to walk through
# all of the outbox. A transaction that is still running is not looked for, however much it wrote.
_SOMETHING_NEW = """
SELECT (SELECT id FROM outbox_event
        WHERE id > %s AND xid >= %s::xid8 ORDER BY id LIMIT 1) IS NOT NULL
    OR EXISTS (SELECT FROM unnest(%s::xid8[]) AS ended (xid), LATERAL (
            SELECT FROM outbox_event WHERE xid BETWEEN ended.xid AND ended.xid
            ORDER BY xid, id LIMIT 1) AS straggler
        WHERE pg_visible_in_snapshot(ended.xid, pg_current_snapshot()))
"""
_FLOOR = "SELECT outbox_last_id()"
_FENCE = "SELECT pg_current_xact_id()"
# Not a lock on the table: a vacuum of it would keep every tick maker waiting. Nor is the disk
# waited for: what names a tick is committed after it, and so reaches the disk after it.
_IN_LINE = """
SELECT pg_advisory_xact_lock(hashtextextended('outbox_tick', 0)),
    set_config('synchronous_commit', 'off', true)
"""
_INSERT = """
INSERT INTO outbox_tick (n, snapshot, floor)
SELECT max(n) + 1, pg_current_snapshot(), %s FROM outbox_tick
RETURNING n, snapshot::text, floor
"""


def first_tick() -> Tick:
    """The tick before everything; made if it is missing."""
    with connection.cursor() as cursor:
        cursor.execute(_FIRST)
    return Tick(0, "1:1:", 0)


def newest_tick() -> Tick:
    """The newest tick; a new one if something was committed since the last. Idle, it only reads.

    Must not be called inside a transaction: it needs statements with snapshots of their own.
    """
    last = _newest()
    return make_tick() if _something_new_since(last) else last


def make_tick() -> Tick:
    """A new tick, whether or not anything is new."""
    if connection.in_atomic_block:
        raise RuntimeError("A tick is made outside of transactions.")
    floor = read_floor()
    raise_fence()
    return take_snapshot(floor)


def read_floor() -> int:
    """Step 1: the last id drawn, before this session has an xid."""
    with connection.cursor() as cursor:
        cursor.execute(_FLOOR)
        return int(cursor.fetchone()[0])


def raise_fence() -> None:
    """Step 2: a bare xid, committed at once."""
    with connection.cursor() as cursor:
        cursor.execute(_FENCE)


def take_snapshot(floor: int) -> Tick:
    """Step 3: the snapshot, in line with other tick makers."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_IN_LINE)
        cursor.execute(_INSERT, [floor])
        row = cursor.fetchone()
    counting.ticks_made.inc()
    return Tick(*row)


def _newest() -> Tick:
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST)
        row = cursor.fetchone()
    return Tick(*row) if row else first_tick()


def _something_new_since(last: Tick) -> bool:
    with counting.probe_seconds.time(), connection.cursor() as cursor:
        cursor.execute(_SOMETHING_NEW, [last.floor, last.xmax, last.running])
        return bool(cursor.fetchone()[0])
