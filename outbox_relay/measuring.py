"""Figures of the outbox that only its database knows: a few statements, none of them long."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

NEWEST_EVENTS = 1000

Rows = Sequence[tuple[Any, ...]]

_UNOWNED = """
SELECT consumer, shard, CASE WHEN paused OR lease_until > now() THEN 0
    ELSE extract(epoch FROM now() - coalesce(lease_until, updated_at)) END
FROM outbox_cursor
"""
_PARKED_KEYS = """
SELECT consumer, state, count(*), extract(epoch FROM now() - min(parked_at))
FROM outbox_parked_key GROUP BY consumer, state ORDER BY consumer, state
"""
_REFUSED_TOPICS = """
SELECT consumer, topic, extract(epoch FROM now() - min(parked_at)), count(*)
FROM outbox_parked_key WHERE topic <> '' AND state = 'retrying'
GROUP BY consumer, topic ORDER BY consumer, topic
"""
_PARKED_EVENTS = "SELECT consumer, count(*) FROM outbox_parked_event GROUP BY consumer"
_PARTITIONS = """
WITH drawn AS (SELECT outbox_last_id() AS ids)
SELECT drawn.ids,
       (SELECT count(*) FROM outbox_partition WHERE from_id > drawn.ids),
       greatest((SELECT coalesce(max(to_id), 0) FROM outbox_partition) - drawn.ids, 0),
       (SELECT count(*) FROM (SELECT FROM outbox_event_default LIMIT 1000) strays)
FROM drawn
"""
_TRANSACTIONS = """
SELECT (SELECT coalesce(max(extract(epoch FROM now() - xact_start)), 0) FROM pg_stat_activity
        WHERE backend_xid IS NOT NULL AND datname = current_database()
          AND pid <> pg_backend_pid()),
       (SELECT count(*) FROM pg_prepared_xacts WHERE database = current_database())
"""
_TABLES = """
SELECT relname, n_dead_tup, pg_total_relation_size(relid) FROM pg_stat_user_tables
WHERE relname IN ('outbox_cursor', 'outbox_tick', 'outbox_stream')
"""
# Sound for what is visible: the stream's row lock lets nobody take the next number before the
# commit of the last. `manage.py verify` looks at all events, and says what the last line is for.
_GAPS = f"""
SELECT count(*) FROM (
    SELECT seq, topic_seq, lag(seq) OVER house AS seen,
           lag(topic_seq) OVER topics AS topic_seen, lag(seq) OVER topics AS topic_seen_seq
    FROM (SELECT id, aggregate_type, aggregate_id, seq, topic, topic_seq
          FROM outbox_event ORDER BY id DESC LIMIT {NEWEST_EVENTS}) newest
    WINDOW house AS (PARTITION BY aggregate_type, aggregate_id ORDER BY id),
           topics AS (PARTITION BY aggregate_type, aggregate_id, topic ORDER BY id)
) told WHERE seq <> seen + 1
   OR topic_seq <> topic_seen + 1 AND (topic_seq, topic_seen) <> (seq, topic_seen_seq)
"""  # noqa: S608 - constant text only


def unowned_seconds() -> Rows:
    """Consumer, shard, and for how long no relay has looked after it; 0 while it is paused."""
    return _rows(_UNOWNED)


def parked_keys() -> Rows:
    """Consumer, state, how many aggregates, and the age of the oldest in seconds."""
    return _rows(_PARKED_KEYS)


def refused_topics() -> Rows:
    """Consumer, topic that is not taken, for how many seconds, and how many aggregates wait."""
    return _rows(_REFUSED_TOPICS)


def parked_events() -> Rows:
    """Consumer, and how many events wait in its lines."""
    return _rows(_PARKED_EVENTS)


def partitions() -> tuple[Any, ...]:
    """Ids drawn so far, whole partitions ahead, ids that still have one, rows without one.

    Rows without one are counted up to 1,000.
    """
    return _rows(_PARTITIONS)[0]


def transactions() -> tuple[Any, ...]:
    """Seconds that the oldest writing transaction has been open, and how many are prepared."""
    return _rows(_TRANSACTIONS)[0]


def tables() -> Rows:
    """Table, dead rows, and bytes with its indexes."""
    return _rows(_TABLES)


def sequence_gaps() -> int:
    """How many of the newest events do not follow the one before them, or that in their topic."""
    return int(_rows(_GAPS)[0][0])


def _rows(statement: str) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [tuple(row) for row in cursor.fetchall()]
