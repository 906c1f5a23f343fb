"""Drives the `@after` handlers of one consumer: one event a transaction, effect exactly once.

The cursor moves in the transaction of the handlers' effect; a crash anywhere simply leads back to
the last committed position.
"""

import logging
import threading
import time
from collections.abc import Sequence

from outbox_relay import counting, cursors, parking
from outbox_relay.batches import batches
from outbox_relay.breaker import CircuitBreaker
from outbox_relay.cursors import Lease, LeaseLost, Position
from outbox_relay.dispatch import dispatch, unheard_types
from outbox_relay.failures import ConsumerStopped, RelayDied, Session, patiently
from outbox_relay.parked import Conclude, ParkedLines
from outbox_relay.progress import Progress
from outbox_relay.reader import Page, Reader
from outbox_relay.stored import StoredEvent
from outbox_relay.ticks import Tick
from outbox_relay.windows import PAGE, Selection
from shop.kernel.outbox.unit_of_work import open_unit_of_work

DEATHS_OF_AN_EVENT = 3
"""After so many relays that ended at the same event, it is set aside untried."""
STEP_SECONDS = 0.25
"""A step ends after that, so that the relay's other lanes get their turn and keep their leases."""

logger = logging.getLogger(__name__)


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
        self._breaker = breaker or CircuitBreaker()
        self._progress = Progress(lease, position)
        self._reader = Reader(Selection(without=unheard_types(name)), page_size=page_size)
        self._session = Session()
        self._lines = ParkedLines(lease, self._progress, self._handle_parked)
        self._deaths = lease.deaths

    def step(self, newest: Tick) -> bool:
        """Works on the next page and on what is parked; True if there was anything to do.

        Once `stopping` is set, or after a moment, the rest of the page is left for later.
        Raises LeaseLost, ConsumerStopped, and a DatabaseError or InterfaceError if the database is
        gone.
        """
        page = self._reader.next_page(self._progress.position, newest)
        if page is not None:
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
            self._handle_batch(page, batch)
            if time.monotonic() > time_is_up:
                return
        self._progress.advance(page.end)
        self._breaker.begin_page()

    def _handle_batch(self, page: Page, batch: list[StoredEvent]) -> None:
        # If a relay died here, the next one wants to know of which event.
        if len(batch) > 1 and not self._deaths and not self._lines.hold_any(batch):
            try:
                self._handle(batch, page.after(batch[-1]))
            except LeaseLost:
                raise
            except Exception as failure:
                self._session.raise_if_lost(failure)
                logger.warning("%s takes a failed batch one by one: %s", self.name, type(failure))
            else:
                return
        for event in batch:
            self._handle_or_park(event, page.after(event))
            self._deaths = 0

    def _handle_or_park(self, event: StoredEvent, position: Position) -> None:
        if self._lines.hold_any([event]):
            self._lines.queue(event, position)
            return
        try:
            self._handle_patiently(event, position)
        except LeaseLost:
            raise
        except Exception as failure:
            self._session.raise_if_lost(failure)
            self._park(event, failure, position)
        else:
            self._close_breaker()

    def _close_breaker(self) -> None:
        if self._breaker.is_open:
            self._breaker.close()
            counting.breaker_open(self.name).set(0)

    def _handle_patiently(self, event: StoredEvent, position: Position) -> None:
        if self._deaths >= DEATHS_OF_AN_EVENT:
            raise RelayDied(f"{self._deaths} relays ended here without a word.")
        patiently(lambda: self._handle([event], position))

    def _handle(self, events: Sequence[StoredEvent], position: Position) -> None:
        with open_unit_of_work():
            cursors.move(self.lease, position)
            for event in events:
                self._dispatch(event)
        self._progress.was_saved(position)
        counting.note_handled(self.name, events[0].occurred_at)

    def _dispatch(self, event: StoredEvent) -> None:
        with counting.handling(self.name, event.type):
            dispatch(self.name, event)

    def _handle_parked(self, event: StoredEvent, conclude: Conclude) -> None:
        with open_unit_of_work():
            conclude()
            self._dispatch(event)

    def _park(self, event: StoredEvent, failure: Exception, position: Position) -> None:
        # The message of the error stays out of the log: it may hold personal data.
        what = parking.described(failure)
        if not self._breaker.allows_parking():
            counting.breaker_open(self.name).set(1)
            stop = ConsumerStopped(f"Too much fails at once to be the events. Last: {what}")
            cursors.note_failure(self.lease, f"{stop}")
            raise stop
        logger.error("%s parks %s %s: %s", self.name, event.type, event.event_id, what)
        self._lines.park(event, failure, position)
        self._breaker.parked()
