"""Whether the transaction ids in the outbox are those of this database cluster."""

from django.db import connection

# In its own cluster, a row that can be seen was written by a transaction below the snapshot's end.
_FROM_ELSEWHERE = """
SELECT EXISTS (SELECT FROM outbox_event WHERE xid >= pg_snapshot_xmax(pg_current_snapshot()))
    OR coalesce((SELECT pg_snapshot_xmax(snapshot) > pg_snapshot_xmax(pg_current_snapshot())
                 FROM outbox_tick ORDER BY n DESC LIMIT 1), false)
"""


def is_from_another_cluster() -> bool:
    """True after a dump was restored into a cluster whose transaction ids are lower.

    What happens from then on would look old to every window, and be lost.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FROM_ELSEWHERE)
        return bool(cursor.fetchone()[0])
