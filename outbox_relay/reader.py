"""Walks one lane of one consumer through the windows."""

from dataclasses import dataclass
from functools import lru_cache

from django.db import connection

from outbox_relay import counting
from outbox_relay.cursors import Position
from outbox_relay.stored import StoredEvent
from outbox_relay.ticks import Tick
from outbox_relay.windows import PAGE, Selection, Window, read_page


@dataclass(frozen=True, slots=True)
class Page:
    """Some events in order; once all are done, the cursor may stand at `end`."""

    events: list[StoredEvent]
    window: Window
    end: Position

    def after(self, event: StoredEvent) -> Position:
        """Where the cursor stands when all up to this event is done."""
        return Position(self.window.since.n, self.window.until.n, event.id)


class Reader:
    """Reads what the selection wants, in pages of at most so many events."""

    def __init__(self, selection: Selection, *, page_size: int = PAGE) -> None:
        self._selection = selection
        self._page_size = page_size
        self._ticks: dict[int, Tick] = {}

    def next_page(self, position: Position, newest: Tick) -> Page | None:
        """What comes after `position`, or None if nothing was committed since."""
        until = newest.n if position.to_tick is None else position.to_tick
        if until <= position.tick:
            return None
        window = self._window(position.tick, until, newest)
        events = self._events(window, position.last_id)
        if window.since.has_running:
            counting.stragglers.inc(sum(event.id <= window.since.floor for event in events))
        return Page(events, window, self._end(window, events))

    def _events(self, window: Window, last_id: int) -> list[StoredEvent]:
        whole = _small_window(window, self._page_size)
        if whole is None:
            return read_page(window, self._selection, last_id=last_id, limit=self._page_size)
        wants = self._selection.wants
        return [event for event in whole if event.id > last_id and wants(event)]

    def _end(self, window: Window, events: list[StoredEvent]) -> Position:
        if len(events) < self._page_size:
            return Position(window.until.n)
        return Position(window.since.n, window.until.n, events[-1].id)

    def _window(self, since: int, until: int, newest: Tick) -> Window:
        known = {**self._ticks, newest.n: newest}
        if missing := {since, until} - known.keys():
            known |= _stored_ticks(missing)
        self._ticks = {since: known[since], until: known[until]}
        return Window(since=known[since], until=known[until])


@lru_cache(maxsize=4)
def _small_window(window: Window, limit: int) -> tuple[StoredEvent, ...] | None:
    """All of a window, if it holds less than `limit` events: then all lanes share one look at it.

    A window never changes: it lies between two snapshots, and no event does.
    """
    events = read_page(window, Selection.of_all(), last_id=0, limit=limit)
    return tuple(events) if len(events) < limit else None


def _stored_ticks(numbers: set[int]) -> dict[int, Tick]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n, snapshot::text, floor FROM outbox_tick WHERE n IN (%s, %s)",
            [min(numbers), max(numbers)],
        )
        return {row[0]: Tick(*row) for row in cursor.fetchall()}
