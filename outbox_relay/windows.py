"""What was committed between two ticks, page by page, each aggregate in its own order."""

from dataclasses import dataclass

from django.db import connection

from outbox_relay.stored import COLUMNS, StoredEvent
from outbox_relay.ticks import Tick

PAGE = 500
LARGEST_PAGE_BYTES = 8 * 1024 * 1024
"""Payloads beyond that are left for the next page: a relay's memory has room for a few pages."""


@dataclass(frozen=True, slots=True)
class Window:
    """Events visible in `until` and not in `since`."""

    since: Tick
    until: Tick


@dataclass(frozen=True, slots=True)
class Selection:
    """Which events a reader wants: all types but those in `without`, or with None all with a topic.

    Of these, only aggregates in lanes that belong to the shard: lane % shards == shard.
    """

    shard: int = 0
    shards: int = 1
    without: tuple[str, ...] | None = None

    def wants(self, event: StoredEvent) -> bool:
        """Whether an event of the shard is among those."""
        return event.topic is not None if self.without is None else event.type not in self.without


# Both arms test visibility before their LIMIT: after it, a page of invisible rows would look like
# the end of the window, and lose the rest. Each straggler is asked for by itself and in the order
# of the index on (xid, id), so that the planner cannot walk through the whole outbox instead.
# What the page leaves for the next one, because it is large enough, is never fetched from disk.
_PAGE = f"""
WITH page AS (
    (SELECT * FROM outbox_event
      WHERE id > greatest(%(last_id)s, %(floor)s) AND xid >= %(xmax)s::xid8
        AND pg_visible_in_snapshot(xid, %(until)s::pg_snapshot)
      ORDER BY id LIMIT %(limit)s)
    UNION ALL
    (SELECT straggler.* FROM unnest(%(running)s::xid8[]) AS running (xid), LATERAL (
        SELECT * FROM outbox_event
        WHERE xid BETWEEN running.xid AND running.xid AND id > %(last_id)s
        ORDER BY xid, id LIMIT %(limit)s) AS straggler
      WHERE pg_visible_in_snapshot(running.xid, %(until)s::pg_snapshot)
      ORDER BY id LIMIT %(limit)s)
    ORDER BY id LIMIT %(limit)s
), weighed AS (
    SELECT *, sum(octet_length(payload)) OVER (ORDER BY id ROWS UNBOUNDED PRECEDING) AS bytes
    FROM page
)
SELECT bytes, {COLUMNS} FROM weighed
WHERE bytes - octet_length(payload) < {LARGEST_PAGE_BYTES} ORDER BY id
"""  # noqa: S608 - constant text only


def read_page(window: Window, *, last_id: int, limit: int = PAGE) -> tuple[list[StoredEvent], bool]:
    """The next events of the window after `last_id`, in id order, at most `limit`.

    Also whether they are its last ones. A page ends early once it is larger than
    `LARGEST_PAGE_BYTES`.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _PAGE,
            {
                "last_id": last_id,
                "floor": window.since.floor,
                "xmax": window.since.xmax,
                "running": window.since.running,
                "until": window.until.snapshot,
                "limit": limit,
            },
        )
        rows = cursor.fetchall()
    are_last = len(rows) < limit and (not rows or rows[-1][0] < LARGEST_PAGE_BYTES)
    return [StoredEvent(*row[1:]) for row in rows], are_last
