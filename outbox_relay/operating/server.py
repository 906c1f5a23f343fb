"""What the database server says of the outbox: how large it is, and who holds it up."""

from dataclasses import dataclass

from django.db import connection

from outbox_relay import measuring

_SIZES = """
SELECT 'outbox_event', sum(pg_total_relation_size(relid))::bigint
FROM pg_partition_tree('outbox_event')
UNION ALL
SELECT name, pg_total_relation_size(name::regclass)
FROM unnest(ARRAY['outbox_stream', 'outbox_tick', 'outbox_cursor', 'outbox_parked_key',
                  'outbox_parked_event', 'outbox_skipped']) AS name
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
    age, prepared = measuring.transactions()
    return Server(bytes=sizes, oldest_writer_seconds=float(age), prepared_transactions=prepared)
