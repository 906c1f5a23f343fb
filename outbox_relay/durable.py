"""Drives the `@after` handlers of one consumer: one event a transaction, effect exactly once.

The cursor moves in the transaction of the handlers' effect; a crash anywhere simply leads back to
the last committed position.
"""

import logging
import random
import threading
import time
from collections.abc import Sequence

from outbox_relay import cursors, parking
from outbox_relay.batches import batches
from outbox_relay.cursors import Lease, LeaseLost, Position
from outbox_relay.dispatch import dispatch, unheard_types
from outbox_relay.failures import Session, is_transient
from outbox_relay.parked import ParkedLines
from outbox_relay.progress import Progress
from outbox_relay.reader import Page, next_page
from outbox_relay.stored import StoredEvent
from outbox_relay.ticks import Tick
from outbox_relay.windows import PAGE, Selection
from shop.kernel.outbox.unit_of_work import open_unit_of_work

IN_PLACE_RETRIES = 3

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
    ) -> None:
        self.name = name
        self.lease = lease
        self._stopping = stopping or threading.Event()
        self._progress = Progress(lease, position)
        self._selection = Selection(without=unheard_types(name))
        self._page_size = page_size
        self._session = Session()
        self._lines = ParkedLines(name, lease, self._progress)

    def step(self, newest: Tick) -> bool:
        """Works on the next page and on what is parked; True if there was anything to do.

        Once `stopping` is set, the rest of the page is left for later.
        Raises LeaseLost, and a DatabaseError or InterfaceError if the database is gone.
        """
        page = next_page(self._progress.position, newest, self._selection, limit=self._page_size)
        if page is None:
            self._progress.save()
        else:
            self._work_through(page)
        retried = self._lines.retry_due()
        return retried or page is not None

    def finish(self) -> None:
        """Saves how far it came and frees the lane. Raises LeaseLost."""
        self._progress.save()
        cursors.release(self.lease)

    def _work_through(self, page: Page) -> None:
        for batch in batches(page.events, self.name):
            if self._stopping.is_set():
                return
            self._handle_batch(page, batch)
        self._progress.advance(page.end)

    def _handle_batch(self, page: Page, batch: list[StoredEvent]) -> None:
        if len(batch) > 1 and not self._lines.hold_any(batch):
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

    def _handle_patiently(self, event: StoredEvent, position: Position) -> None:
        for _ in range(IN_PLACE_RETRIES):
            try:
                self._handle([event], position)
            except Exception as failure:
                if not is_transient(failure):
                    raise
                time.sleep(random.uniform(0.01, 0.1))  # noqa: S311 - jitter
            else:
                return
        self._handle([event], position)

    def _handle(self, events: Sequence[StoredEvent], position: Position) -> None:
        with open_unit_of_work():
            cursors.move(self.lease, position)
            for event in events:
                dispatch(self.name, event)
        self._progress.was_saved(position)

    def _park(self, event: StoredEvent, failure: Exception, position: Position) -> None:
        # The message of the error stays out of the log: it may hold personal data.
        what = parking.described(failure)
        logger.error("%s parks %s %s: %s", self.name, event.type, event.event_id, what)
        self._lines.park(event, failure, position)
