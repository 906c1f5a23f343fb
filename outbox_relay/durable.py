"""Drives the `@after` handlers of one consumer: one event a transaction, effect exactly once.

The cursor moves in the transaction of the handlers' effect; a crash anywhere simply leads back to
the last committed position.
"""

import threading
import time
from collections.abc import Sequence
from typing import NamedTuple

from outbox_relay import cursors, parking
from outbox_relay.batches import batches
from outbox_relay.breaker import CircuitBreaker
from outbox_relay.cursors import Lease, Position
from outbox_relay.dispatch import dispatch, unheard_types
from outbox_relay.failures import ConsumerStopped
from outbox_relay.handling import Handling
from outbox_relay.parked import ParkedLines
from outbox_relay.progress import Progress
from outbox_relay.reader import Page, Reader
from outbox_relay.retrying import Conclude
from outbox_relay.stored import StoredEvent
from outbox_relay.ticks import Tick
from outbox_relay.windows import PAGE, Selection
from shop.kernel.outbox.unit_of_work import open_unit_of_work

STEP_SECONDS = 0.25
"""A step ends after that, so that the relay's other lanes get their turn and keep their leases."""


class Step(NamedTuple):
    """An event of a page."""

    event: StoredEvent
    page: Page

    @property
    def end(self) -> Position:
        """Where the cursor may stand once the event is handled."""
        return self.page.after(self.event)


class DurableConsumer:
    """One app's handlers and their cursor, while this relay has the lease."""

    def __init__(
        self,
        name: str,
        lease: Lease,
        position: Position,
        *,
        page_size: int = PAGE,
        stopping: threading.Event | None = None,
        breaker: CircuitBreaker | None = None,
    ) -> None:
        self.name = name
        self.lease = lease
        self._stopping = stopping or threading.Event()
        self._progress = Progress(lease, position)
        self._reader = Reader(Selection(without=unheard_types(name)), page_size=page_size)
        self._lines = ParkedLines(lease, self._progress, self._handle_parked)
        self._handling = Handling[Step](
            name, take=self._take, park=self._park, breaker=breaker or CircuitBreaker()
        )
        self._deaths = lease.deaths

    def step(self, newest: Tick) -> bool:
        """Works on the next page and on what is parked; True if there was anything to do.

        Once `stopping` is set, or after a moment, the rest of the page is left for later.
        Raises LeaseLost, ConsumerStopped, and a DatabaseError or InterfaceError if the database is
        gone.
        """
        page = self._reader.next_page(self._progress.position, newest)
        if page is None:
            self._deaths = 0
        else:
            self._work_through(page)
        self._progress.save_in_time()
        retried = self._lines.retry_due()
        return retried or page is not None

    def finish(self) -> None:
        """Saves how far it came and frees the lane. Raises LeaseLost."""
        self._progress.save()
        cursors.release(self.lease)

    def close(self) -> None:
        """Nothing is kept open between steps."""

    def _work_through(self, page: Page) -> None:
        time_is_up = time.monotonic() + STEP_SECONDS
        for batch in batches(page.events, self.name):
            if self._stopping.is_set():
                return
            self._handle([Step(event, page) for event in batch])
            if time.monotonic() > time_is_up:
                return
        self._progress.advance(page.end)
        self._handling.begin_page()

    def _handle(self, batch: Sequence[Step]) -> None:
        try:
            # If a relay died here, the next one wants to know of which event.
            self._handling.handle(batch, deaths=self._deaths)
        except ConsumerStopped as stop:
            cursors.note_failure(self.lease, f"{stop}")
            raise
        self._deaths = 0

    def _take(self, steps: Sequence[Step]) -> bool:
        position = steps[-1].end
        with open_unit_of_work():
            cursors.move(self.lease, position)
            handed_on = [self._hand_on(step.event) for step in steps]
        self._progress.was_saved(position)
        return any(handed_on)

    def _hand_on(self, event: StoredEvent) -> bool:
        if self._lines.hold_any([event]):
            parking.queue_behind(self.lease.lane, event)
            return False
        dispatch(self.name, event)
        return True

    def _park(self, step: Step, failure: Exception) -> None:
        self._lines.park(step.event, failure, step.end)

    def _handle_parked(self, event: StoredEvent, conclude: Conclude) -> None:
        with open_unit_of_work():
            conclude()
            dispatch(self.name, event)
