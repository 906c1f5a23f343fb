"""What the database server says of the outbox: how large it is, and who holds it up."""

from dataclasses import dataclass

from django.db import connection

_SIZES = """
SELECT 'outbox_event', sum(pg_total_relation_size(relid))::bigint
FROM pg_partition_tree('outbox_event')
UNION ALL
SELECT name, pg_total_relation_size(name::regclass)
FROM unnest(ARRAY['outbox_stream', 'outbox_tick', 'outbox_cursor', 'outbox_parked_key',
                  'outbox_parked_event', 'outbox_skipped']) AS name
"""
# What a running writer has not committed yet is in nobody's window.
_HOLDS = """
SELECT coalesce(extract(epoch FROM max(now() - xact_start)), 0)::float8,
       (SELECT count(*) FROM pg_prepared_xacts WHERE database = current_database())
FROM pg_stat_activity
WHERE backend_xid IS NOT NULL AND datname = current_database() AND pid <> pg_backend_pid()
"""


@dataclass(frozen=True, kw_only=True)
class Server:
    """Bytes of each table, the age of the oldest writer, and transactions that were prepared."""

    bytes: dict[str, int]
    oldest_writer_seconds: float
    prepared_transactions: int


def ask_server() -> Server:
    """How it is now."""
    with connection.cursor() as cursor:
        cursor.execute(_SIZES)
        sizes = dict(cursor.fetchall())
        cursor.execute(_HOLDS)
        age, prepared = cursor.fetchone()
    return Server(bytes=sizes, oldest_writer_seconds=age, prepared_transactions=prepared)
