"""Drives the `@after` handlers of one consumer: one event a transaction, effect exactly once.

The cursor moves in the transaction of the handlers' effect; a crash anywhere simply leads back to
the last committed position.
"""

import logging
import random
import time
from collections.abc import Iterable, Iterator

from django.db import DatabaseError, InterfaceError, OperationalError, connection
from psycopg import errors as postgres

from outbox_relay import cursors, parking
from outbox_relay.cursors import Lease, Position
from outbox_relay.dispatch import batch_limit, dispatch, heard_types
from outbox_relay.reader import Page, next_page
from outbox_relay.stored import StoredEvent
from outbox_relay.ticks import Tick
from outbox_relay.windows import Selection
from shop.kernel.outbox.unit_of_work import open_unit_of_work

IN_PLACE_RETRIES = 3
_TRANSIENT = (postgres.SerializationFailure, postgres.DeadlockDetected, postgres.LockNotAvailable)

logger = logging.getLogger(__name__)


class DurableConsumer:
    """One app's handlers and their cursor, while this relay has the lease."""

    def __init__(self, name: str, lease: Lease, position: Position) -> None:
        self.name = name
        self.lease = lease
        self._position = position
        self._selection = Selection(types=tuple(sorted(heard_types(name))))
        self._parked = parking.parked_keys(name)

    def step(self, newest: Tick) -> bool:
        """Works on the next page and on what is parked; True if there was anything to do.

        Raises LeaseLost, and OperationalError if the database is gone.
        """
        page = next_page(self._position, newest, self._selection)
        if page is not None:
            self._work_through(page)
        retried = sum(self._retry_parked(key) for key in self._due_keys())
        return bool(retried) or page is not None

    def finish(self) -> None:
        """Frees the lane; the cursor already stands where the last effect was committed."""
        cursors.release(self.lease)

    def _due_keys(self) -> Iterable[str]:
        return parking.due_keys(self.name) if self._parked else ()

    def _work_through(self, page: Page) -> None:
        for chunk in chunks(page.events, self.name):
            self._handle_chunk(page, chunk)
        if self._position != page.end:
            self._move(page.end)

    def _handle_chunk(self, page: Page, chunk: list[StoredEvent]) -> None:
        if len(chunk) == 1:
            self._handle_or_park(page, chunk[0])
            return
        try:
            self._handle(chunk, page.after(chunk[-1]))
        except (cursors.LeaseLost, InterfaceError):
            raise
        except Exception as failure:
            logger.warning("%s: a batch failed, one by one now: %s", self.name, type(failure))
            for event in chunk:
                self._handle_or_park(page, event)

    def _handle_or_park(self, page: Page, event: StoredEvent) -> None:
        position = page.after(event)
        if event.key in self._parked:
            self._set_aside(event, position)
            return
        try:
            self._handle_patiently(event, position)
        except (cursors.LeaseLost, InterfaceError):
            raise
        except Exception as failure:
            raise_if_disconnected(failure)
            logger.error(  # noqa: TRY400 - the message of the error may hold personal data
                "%s cannot handle %s %s: %s",
                self.name,
                event.type,
                event.event_id,
                parking.described(failure),
            )
            self._park(event, failure, position)

    def _handle_patiently(self, event: StoredEvent, position: Position) -> None:
        for _ in range(IN_PLACE_RETRIES):
            try:
                self._handle([event], position)
            except OperationalError as failure:
                if not isinstance(failure.__cause__, _TRANSIENT):
                    raise
                time.sleep(random.uniform(0.01, 0.1))  # noqa: S311 - jitter
            else:
                return
        self._handle([event], position)

    def _handle(self, events: Iterable[StoredEvent], position: Position) -> None:
        with open_unit_of_work():
            cursors.move(self.lease, position)
            for event in events:
                dispatch(self.name, event)
        self._position = position

    def _set_aside(self, event: StoredEvent, position: Position) -> None:
        with open_unit_of_work():
            cursors.move(self.lease, position)
            parking.queue_behind(self.name, event)
        self._position = position

    def _park(self, event: StoredEvent, failure: Exception, position: Position) -> None:
        with open_unit_of_work():
            cursors.move(self.lease, position)
            parking.park(self.name, event, failure)
        self._position = position
        self._parked.add(event.key)

    def _move(self, position: Position) -> None:
        cursors.move(self.lease, position)
        self._position = position

    def _retry_parked(self, key: str) -> bool:
        """Handles the line of one parked aggregate as far as it goes."""
        while event := parking.head_of(self.name, key):
            try:
                self._handle_parked(event)
            except (cursors.LeaseLost, InterfaceError):
                raise
            except Exception as failure:
                raise_if_disconnected(failure)
                self._note_failure(event, failure)
                return True
        self._unpark(key)
        return True

    def _handle_parked(self, event: StoredEvent) -> None:
        with open_unit_of_work():
            cursors.move(self.lease, self._position)
            dispatch(self.name, event)
            parking.take_out(self.name, event)

    def _note_failure(self, event: StoredEvent, failure: Exception) -> None:
        with open_unit_of_work():
            cursors.move(self.lease, self._position)
            parking.note_failure(self.name, event, failure)

    def _unpark(self, key: str) -> None:
        with open_unit_of_work():
            cursors.move(self.lease, self._position)
            parking.unpark(self.name, key)
        self._parked.discard(key)


def chunks(events: list[StoredEvent], consumer: str) -> Iterator[list[StoredEvent]]:
    """Consecutive events that may share a transaction, in order; mostly one by one."""
    chunk: list[StoredEvent] = []
    room = 0
    for event in events:
        limit = batch_limit(consumer, event.type)
        if chunk and len(chunk) >= min(room, limit):
            yield chunk
            chunk, room = [], limit
        chunk.append(event)
        room = min(room, limit) if len(chunk) > 1 else limit
    if chunk:
        yield chunk


def raise_if_disconnected(failure: Exception) -> None:
    """A lost connection is nobody's poison: it is raised again."""
    broken = connection.connection is not None and connection.connection.closed
    if isinstance(failure, DatabaseError) and broken:
        raise failure
