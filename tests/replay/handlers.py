"""Lets everybody hear what happened, at once, in order, in this process and under its clock."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from django.db import connection

from outbox_relay.dispatch import batch_limit, dispatch
from outbox_relay.stored import COLUMNS, StoredEvent
from shop.events.registry import todays_type
from shop.kernel.bus import consumers, handlers_of
from shop.kernel.outbox.unit_of_work import open_unit_of_work

_NEWS = f"SELECT {COLUMNS} FROM outbox_event WHERE id > %s ORDER BY id"  # noqa: S608


class Everybody:
    """All consumers, one after the other; each hears every event of its kinds once and in order."""

    def __init__(self) -> None:
        self._passed = 0

    def hear_all(self) -> None:
        """Returns when nobody has anything new to tell."""
        while news := self._news():
            for consumer in consumers():
                self._hear(consumer, news)
            self._passed = news[-1].id

    def _news(self) -> list[StoredEvent]:
        with connection.cursor() as cursor:
            cursor.execute(_NEWS, [self._passed])
            return [StoredEvent(*row) for row in cursor.fetchall()]

    def _hear(self, consumer: str, news: Sequence[StoredEvent]) -> None:
        for events in _transactions(consumer, news):
            with open_unit_of_work():
                for event in events:
                    dispatch(consumer, event)


def _transactions(consumer: str, news: Sequence[StoredEvent]) -> Iterator[list[StoredEvent]]:
    """What the consumer hears: each alone, but what may share a transaction does."""
    heard = [event for event in news if handlers_of(consumer, todays_type(event.type))]
    for may_share, group in groupby(heard, lambda it: batch_limit(consumer, it.type) > 1):
        events = list(group)
        yield from [events] if may_share else [[event] for event in events]
