"""Consumers whose whole effect is one row, and the moment when that row is committed."""

import threading
import time
from collections.abc import Callable
from uuid import UUID

from django.db import connection, transaction

from shop.events.inventory import StockCommitted
from shop.kernel.bus import after, heard_event_id

CONSUMERS = {"one-by-one": 1, "batch-50": 50, "lag": 1}
"""How many events may share a transaction, by consumer; each case has one of its own."""

_TABLE = "CREATE TABLE IF NOT EXISTS bench_effect (consumer text, event_id uuid, order_id uuid)"
_EMPTY = "TRUNCATE bench_effect"
_INSERT = "INSERT INTO bench_effect (consumer, event_id, order_id) VALUES (%s, %s, %s)"
_COUNT = "SELECT count(*), count(DISTINCT event_id) FROM bench_effect"


class Tally:
    """Counts effects once they are committed, and says when there are enough."""

    def __init__(self, *, expected: int) -> None:
        self.enough = threading.Event()
        self.seen_at: dict[UUID, float] = {}
        self._expected = expected

    def add(self, order_id: UUID) -> None:
        self.seen_at[order_id] = time.time()
        if len(self.seen_at) >= self._expected:
            self.enough.set()


_tallies = [Tally(expected=0)]


def begin_tally(*, expected: int) -> Tally:
    """An empty table of effects, and the tally that counts from now on."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLE)
        cursor.execute(_EMPTY)
    _tallies[0] = Tally(expected=expected)
    return _tallies[0]


def doubled_or_missing(expected: int) -> int:
    """How far the effects are from one for each event."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT)
        rows, events = map(int, cursor.fetchone())
    return abs(rows - expected) + abs(events - expected)


def _noting(consumer: str) -> Callable[[StockCommitted], None]:
    def note(event: StockCommitted) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_INSERT, [consumer, heard_event_id(), event.order_id])
        tally = _tallies[0]
        transaction.on_commit(lambda: tally.add(event.order_id))

    return note


for _consumer, _batch in CONSUMERS.items():
    after(StockCommitted, consumer=_consumer, batch=_batch)(_noting(_consumer))
