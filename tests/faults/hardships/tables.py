"""What the database knows of its own tables and of the relays' polls."""

from dataclasses import dataclass

import psycopg

_POLLS = """
SELECT coalesce(sum(calls), 0)::bigint, coalesce(sum(total_exec_time), 0)::float8
FROM pg_stat_statements WHERE query LIKE '%AS straggler%'
"""
_DEAD_EVENTS = """
SELECT coalesce(sum(n_dead_tup), 0)::bigint FROM pg_stat_user_tables
WHERE relname ~ '^outbox_event(_|$)'
"""
_SIZES = """
SELECT relname, pg_total_relation_size(relid) / 1024 FROM pg_stat_user_tables
WHERE relname IN ('outbox_cursor', 'outbox_tick', 'outbox_stream') ORDER BY relname
"""


@dataclass(frozen=True)
class Polls:
    """How often all relays asked for news or a page, and how long that took the server."""

    calls: int
    total_ms: float

    @property
    def ms(self) -> float:
        """Of one poll."""
        return self.total_ms / self.calls if self.calls else 0.0

    def since(self, earlier: "Polls") -> "Polls":
        return Polls(self.calls - earlier.calls, self.total_ms - earlier.total_ms)


def polls(session: psycopg.Connection) -> Polls:
    """Since the statements were last forgotten."""
    return Polls(*session.execute(_POLLS).fetchone())


def dead_events(session: psycopg.Connection) -> int:
    """Dead rows in all parts of the outbox."""
    return int(session.execute(_DEAD_EVENTS).fetchone()[0])


def sizes(session: psycopg.Connection) -> dict[str, int]:
    """Kilobytes of the tables that are updated, with their indexes."""
    return dict(session.execute(_SIZES).fetchall())
