"""Walks one lane of one consumer through the windows."""

from dataclasses import dataclass

from django.db import connection

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


def next_page(
    position: Position, newest: Tick, selection: Selection, *, limit: int = PAGE
) -> Page | None:
    """What comes after `position`, or None if nothing was committed since."""
    window = _window(position, newest)
    if window is None:
        return None
    events = read_page(window, selection, last_id=position.last_id, limit=limit)
    return Page(events, window, _end(window, events, limit))


def _end(window: Window, events: list[StoredEvent], limit: int) -> Position:
    if len(events) < limit:
        return Position(window.until.n)
    return Position(window.since.n, window.until.n, events[-1].id)


def _window(position: Position, newest: Tick) -> Window | None:
    until = newest.n if position.to_tick is None else position.to_tick
    if until <= position.tick:
        return None
    ticks = _ticks(position.tick, until)
    return Window(since=ticks[position.tick], until=ticks[until])


def _ticks(*numbers: int) -> dict[int, Tick]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n, snapshot::text, floor FROM outbox_tick WHERE n IN (%s, %s)", numbers
        )
        return {row[0]: Tick(*row) for row in cursor.fetchall()}
