"""Four readers that are often written and always wrong. The verdict must convict each of them."""

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence

from django.db import connection

from outbox_relay.ticks import Tick, make_tick, read_floor
from outbox_relay.windows import Window, read_page

PAGE_SIZE = 20
BEFORE_EVERYTHING = Tick(0, "1:1:", 0)


def _rows(statement: str, values: Sequence[object]) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


class Control(ABC):
    """A reader, polled until the writers are done and some rounds have brought nothing more."""

    PAUSE_SECONDS, LAST_ROUNDS = 0.01, 2

    @abstractmethod
    def poll(self) -> list[str]:
        """The events that it takes for news, in its order."""

    def is_held_up(self) -> bool:
        """Whether it waits for others before it reads what is there."""
        return False


class BareIdCursor(Control):
    """Goes on after the greatest id seen. An id drawn earlier may be committed later."""

    def __init__(self) -> None:
        self._last_id = 0

    def poll(self) -> list[str]:
        rows = _rows(
            "SELECT id, event_id::text FROM outbox_event WHERE id > %s ORDER BY id LIMIT %s",
            [self._last_id, PAGE_SIZE],
        )
        self._last_id = rows[-1][0] if rows else self._last_id
        return [event for _, event in rows]


class TransactionHorizon(Control):
    """Goes on by (xid, id) below the oldest running transaction.

    Loses nothing, but a transaction may get its xid long before it writes about an aggregate.
    """

    def __init__(self) -> None:
        self._last = ("0", 0)

    def poll(self) -> list[str]:
        rows = _rows(
            "SELECT xid::text, id, event_id::text FROM outbox_event"
            " WHERE (xid, id) > (%s::xid8, %s::bigint)"
            " AND xid < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY xid, id LIMIT %s",
            [*self._last, PAGE_SIZE],
        )
        self._last = rows[-1][:2] if rows else self._last
        return [event for *_, event in rows]

    def is_held_up(self) -> bool:
        """By a transaction of any database of the server."""
        beyond = "xid >= pg_snapshot_xmin(pg_current_snapshot())"
        return bool(_rows(f"SELECT FROM outbox_event WHERE {beyond} LIMIT 1", []))


class UnfencedFloor(Control):
    """Windows like ours, but the floor is read without a fence before the snapshot.

    A running transaction may be unknown to the snapshot and have drawn an id already.
    """

    def __init__(self) -> None:
        self._since = BEFORE_EVERYTHING

    def tick(self) -> Tick:
        floor = read_floor()
        ((snapshot,),) = _rows("SELECT pg_current_snapshot()::text", [])
        return Tick(self._since.n + 1, snapshot, floor)

    def poll(self) -> list[str]:
        until = self.tick()
        found = list(self.all_of(Window(self._since, until)))
        self._since = until
        return found

    def all_of(self, window: Window) -> Iterator[str]:
        last_id, are_last = 0, False
        while not are_last:
            page, are_last = read_page(window, last_id=last_id, limit=PAGE_SIZE)
            yield from (str(event.event_id) for event in page)
            last_id = page[-1].id if page else last_id


class FilterOutsideLimit(Control):
    """Fenced windows, but what the newer snapshot does not see is dropped after the LIMIT.

    Such a page is short, and a short page is taken for the end of the window. It reads each window
    one poll after its tick, as a reader does that is not done with the one before.
    """

    PAUSE_SECONDS = 0.15

    def __init__(self) -> None:
        self._since = BEFORE_EVERYTHING
        self._until = BEFORE_EVERYTHING

    def poll(self) -> list[str]:
        found = list(self.all_of(Window(self._since, self._until)))
        self._since, self._until = self._until, make_tick()
        return found

    def all_of(self, window: Window, *, limit: int = PAGE_SIZE) -> Iterator[str]:
        last_id, found = 0, limit
        while found == limit:
            page = self._page(window, last_id, limit)
            yield from (event for _, event in page)
            last_id, found = max([last_id, *(place for place, _ in page)]), len(page)

    def _page(self, window: Window, last_id: int, limit: int) -> list[tuple[int, str]]:
        since = window.since
        return _rows(
            "SELECT id, event_id FROM ("
            " SELECT id, xid, event_id::text FROM outbox_event WHERE id > %s"
            " AND ((id > %s AND xid >= %s::xid8) OR xid = ANY(%s::xid8[]))"
            " ORDER BY id LIMIT %s) AS page WHERE pg_visible_in_snapshot(xid, %s::pg_snapshot)",
            [last_id, since.floor, since.xmax, since.running, limit, window.until.snapshot],
        )


CONTROLS = (BareIdCursor, TransactionHorizon, UnfencedFloor, FilterOutsideLimit)


class ControlThread(threading.Thread):
    """Polls with a control until the writers are done and nothing more comes."""

    def __init__(self, control: Control) -> None:
        super().__init__(name=type(control).__name__)
        self.seen: list[str] = []
        self._control = control
        self._no_more_writers = threading.Event()

    def finish(self) -> None:
        """Reads what is left, then ends."""
        self._no_more_writers.set()
        self.join()

    def run(self) -> None:
        while not self._no_more_writers.wait(self._control.PAUSE_SECONDS):
            self.seen += self._control.poll()
        idle_rounds = 0
        while idle_rounds < self._control.LAST_ROUNDS or self._control.is_held_up():
            found = self._control.poll()
            self.seen += found
            idle_rounds = 0 if found else idle_rounds + 1
            time.sleep(self._control.PAUSE_SECONDS)
        connection.close()
