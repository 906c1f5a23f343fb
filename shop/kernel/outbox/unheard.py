"""Whether everybody has heard what was told of somebody."""

from collections.abc import Collection
from uuid import UUID

from django.db import connection

from shop.kernel.bus import consumers

LOOKED_AT_MOST = 10_000
"""A consumer for whom more events wait is not asked any further: it has not heard everything."""

# The arms of the window are those of `standing.py`; what was read of a half read window is left
# out only if that window saw it.
_UNHEARD = """
SELECT cursor.consumer
FROM outbox_cursor cursor
JOIN outbox_tick tick ON tick.n = cursor.tick
LEFT JOIN outbox_tick reading ON reading.n = cursor.to_tick
CROSS JOIN LATERAL (
    SELECT count(*) >= %(limit)s OR coalesce(bool_or(payload LIKE ANY (%(named)s)), false) AS waits
    FROM (
        SELECT event.payload FROM (
            SELECT id, xid, payload FROM outbox_event
            WHERE id > tick.floor AND xid >= pg_snapshot_xmax(tick.snapshot)
            UNION ALL
            SELECT id, xid, payload FROM outbox_event
            WHERE xid = ANY (ARRAY(SELECT pg_snapshot_xip(tick.snapshot)))
        ) event
        WHERE reading.n IS NULL OR event.id > cursor.last_id
           OR NOT pg_visible_in_snapshot(event.xid, reading.snapshot)
        LIMIT %(limit)s
    ) unheard
) line
WHERE cursor.consumer = ANY (%(consumers)s) AND line.waits
UNION
SELECT consumer FROM outbox_parked_event
WHERE consumer = ANY (%(consumers)s) AND event ->> 'payload' LIKE ANY (%(named)s)
ORDER BY consumer
"""


def consumers_yet_to_hear_of(customer_ids: Collection[UUID]) -> list[str]:
    """The consumers for whom an event that names one of these customers waits, or is parked.

    Topics do not count: whoever reads them keeps what is sealed. A consumer that no relay has begun
    with starts at what comes then.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _UNHEARD,
            {
                "limit": LOOKED_AT_MOST,
                "named": [f"%{customer_id}%" for customer_id in customer_ids],
                "consumers": list(consumers()),
            },
        )
        return [consumer for (consumer,) in cursor.fetchall()]
