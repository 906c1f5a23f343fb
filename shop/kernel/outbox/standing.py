"""How far every consumer of the outbox has come, and how far behind that is."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from shop.kernel.bus import consumers

COUNTED_AT_MOST = 10_000
LAG_LIMIT = timedelta(seconds=60)
"""Whoever is further behind needs help."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One shard of one consumer.

    `events_behind` events of its kind wait for it (at least so many, from `COUNTED_AT_MOST` on),
    the oldest for `behind`. `owner` is the relay that may move it until `lease_until`; `is_owned`
    says whether that is still to come. `failing_since` is set while its sink takes nothing, after
    so many `failures`, the last of which was `error`.
    """

    consumer: str
    shard: int
    tick: int
    owner: str
    lease_until: datetime | None
    is_owned: bool
    paused: bool
    events_behind: int
    behind: timedelta
    failing_since: datetime | None
    failures: int
    error: str

    @property
    def is_uncounted(self) -> bool:
        """Whether there are more events than were counted."""
        return self.events_behind >= COUNTED_AT_MOST

    @property
    def tone(self) -> str:
        """good, waiting or bad."""
        if self.behind > LAG_LIMIT:
            return "bad"
        return "waiting" if self.events_behind else "good"


# Both arms follow an index: ids above the floor, and the transactions that ran at the tick.
_STANDINGS = """
SELECT cursor.consumer, cursor.shard, cursor.tick, cursor.owner, cursor.lease_until,
       coalesce(cursor.lease_until > now(), false), cursor.paused,
       waiting.events, coalesce(now() - waiting.oldest, interval '0'),
       cursor.failing_since, cursor.failures, cursor.error
FROM outbox_cursor cursor
JOIN outbox_tick tick ON tick.n = cursor.tick
LEFT JOIN json_each(%s::json) AS heard (consumer, types) ON heard.consumer = cursor.consumer
CROSS JOIN LATERAL (
    SELECT count(*) AS events, min(created_at) AS oldest FROM (
        SELECT event.created_at FROM (
            SELECT * FROM outbox_event
            WHERE id > tick.floor AND xid >= pg_snapshot_xmax(tick.snapshot)
            UNION ALL
            SELECT * FROM outbox_event
            WHERE xid = ANY (ARRAY(SELECT pg_snapshot_xip(tick.snapshot)))
        ) event
        WHERE NOT (cursor.to_tick IS NOT NULL AND event.id <= cursor.last_id)
          AND CASE WHEN heard.types IS NULL
                THEN event.topic IS NOT NULL AND event.lane %% (
                    SELECT count(*) FROM outbox_cursor other
                    WHERE other.consumer = cursor.consumer) = cursor.shard
                ELSE event.type IN (SELECT json_array_elements_text(heard.types)) END
        ORDER BY event.id LIMIT %s
    ) counted
) waiting
ORDER BY cursor.consumer, cursor.shard
"""


def standings() -> list[Standing]:
    """Every shard of every consumer that has a cursor, in one statement."""
    heard = {
        name: [event.type_name() for event in handlers] for name, handlers in consumers().items()
    }
    with connection.cursor() as cursor:
        cursor.execute(_STANDINGS, [json.dumps(heard), COUNTED_AT_MOST])
        return [_standing(*row) for row in cursor.fetchall()]


def _standing(
    consumer: str,
    shard: int,
    tick: int,
    owner: str,
    lease_until: datetime | None,
    is_owned: bool,  # noqa: FBT001 - columns
    paused: bool,  # noqa: FBT001
    events: int,
    behind: timedelta,
    failing_since: datetime | None,
    failures: int,
    error: str,
) -> Standing:
    return Standing(
        consumer=consumer,
        shard=shard,
        tick=tick,
        owner=owner,
        lease_until=lease_until,
        is_owned=is_owned,
        paused=paused,
        events_behind=events,
        behind=behind,
        failing_since=failing_since,
        failures=failures,
        error=error,
    )
