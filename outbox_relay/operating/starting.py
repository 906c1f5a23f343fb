"""Says where a new consumer begins."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from outbox_relay.janitor import hold_janitors_back
from outbox_relay.operating.report import Report
from outbox_relay.operating.sharing import shards_of
from outbox_relay.process import declared_consumers
from outbox_relay.ticks import first_tick, newest_tick
from shop.kernel.errors import DomainError, NotFound

BEGINNING, NOW = "beginning", "now"
# A tick knows its time only to the length of a wait for a lock: rather too early than too late.
_MARGIN = timedelta(seconds=10)

_TICK_AT = "SELECT n FROM outbox_tick WHERE at <= %s ORDER BY n DESC LIMIT 1"
_BEGIN = """
INSERT INTO outbox_cursor (consumer, shard, epoch, owner, tick, last_id, paused)
VALUES (%s, %s, 0, '', %s, 0, false)
ON CONFLICT (consumer, shard) DO UPDATE SET tick = excluded.tick WHERE outbox_cursor.epoch = 0
"""


def start(consumer: str, *, at: str | datetime) -> Report:
    """The consumer begins at the first event that is kept, now, or with what happened since a time.

    Raises NotFound if this code has no such consumer, and DomainError if a relay began with it.
    """
    if consumer not in declared_consumers():
        raise NotFound(f"This code has no consumer {consumer!r}.")
    newest = newest_tick().n
    with transaction.atomic():
        hold_janitors_back()
        tick = _tick_of(at, newest)
        for shard in range(shards_of(consumer)):
            _begin(consumer, shard, tick)
    return Report(
        text=f"{consumer} begins after tick {tick}.", facts={"consumer": consumer, "tick": tick}
    )


def _begin(consumer: str, shard: int, tick: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN, [consumer, shard, tick])
        if not cursor.rowcount:
            raise DomainError(
                f"A relay has begun with {consumer} already. `outbox replay {consumer}` hands it"
                " what lies before."
            )


def _tick_of(at: str | datetime, newest: int) -> int:
    if not isinstance(at, datetime):
        return newest if at == NOW else first_tick().n
    with connection.cursor() as cursor:
        cursor.execute(_TICK_AT, [at - _MARGIN])
        row = cursor.fetchone()
    return int(row[0]) if row else first_tick().n
