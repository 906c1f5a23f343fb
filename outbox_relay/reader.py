"""Walks one lane of one consumer through the windows."""

from dataclasses import dataclass
from functools import lru_cache

from django.db import connection

from outbox_relay import counting
from outbox_relay.cursors import Position
from outbox_relay.stored import StoredEvent
from outbox_relay.ticks import Tick
from outbox_relay.windows import PAGE, Selection, Window, read_page
from shop.kernel.outbox.envelope import lane_of


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
    """Reads everything, a stretch of at most so many events at a time, and picks out its own."""

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
        shards = self._selection.shards
        stretch = _stretch(window, position.last_id, self._page_size, shards)
        wants = self._selection.wants
        events = [event for event in stretch.shares[self._selection.shard] if wants(event)]
        return Page(events, window, stretch.end)

    def _window(self, since: int, until: int, newest: Tick) -> Window:
        known = {**self._ticks, newest.n: newest}
        if missing := {since, until} - known.keys():
            known |= _stored_ticks(missing)
        self._ticks = {since: known[since], until: known[until]}
        return Window(since=known[since], until=known[until])


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A run of a window, shared out to the shards; where it ends."""

    shares: list[list[StoredEvent]]
    end: Position


@lru_cache(maxsize=3)
def _stretch(window: Window, last_id: int, limit: int, shards: int) -> _Stretch:
    """All lanes that stand at the same place share one look at what comes next.

    It is the same whenever one looks: a window lies between two snapshots, and no event changes.
    """
    events, are_last = read_page(window, last_id=last_id, limit=limit)
    if window.since.has_running:
        counting.stragglers.inc(sum(event.id <= window.since.floor for event in events))
    if are_last:
        return _Stretch(_shared_out(events, shards), Position(window.until.n))
    end = Position(window.since.n, window.until.n, events[-1].id)
    return _Stretch(_shared_out(events, shards), end)


def _shared_out(events: list[StoredEvent], shards: int) -> list[list[StoredEvent]]:
    if shards == 1:
        return [events]
    shares: list[list[StoredEvent]] = [[] for _ in range(shards)]
    for event in events:
        shares[lane_of(event.aggregate_type, event.aggregate_id) % shards].append(event)
    return shares


def _stored_ticks(numbers: set[int]) -> dict[int, Tick]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n, snapshot::text, floor FROM outbox_tick WHERE n IN (%s, %s)",
            [min(numbers), max(numbers)],
        )
        return {row[0]: Tick(*row) for row in cursor.fetchall()}
