"""The lines of parked aggregates of one consumer, worked on by the owner of its cursor.

Every move locks the cursor first, so a line never changes under two relays at once.
"""

from collections.abc import Iterable

from outbox_relay import cursors, parking
from outbox_relay.cursors import Lease, LeaseLost, Position
from outbox_relay.dispatch import dispatch
from outbox_relay.failures import Session
from outbox_relay.progress import Progress
from outbox_relay.stored import StoredEvent
from shop.kernel.outbox.unit_of_work import open_unit_of_work


class ParkedLines:
    """Parks aggregates, tries their events again in order, lets go when a line is empty."""

    def __init__(self, consumer: str, lease: Lease, progress: Progress) -> None:
        self._consumer = consumer
        self._lease = lease
        self._progress = progress
        self._session = Session()
        self._keys = parking.parked_keys(consumer)

    def hold_any(self, events: Iterable[StoredEvent]) -> bool:
        """True if the aggregate of any of the events is parked."""
        return bool(self._keys) and any(event.key in self._keys for event in events)

    def park(self, event: StoredEvent, failure: Exception, position: Position) -> None:
        """Parks the event's aggregate, with the event at the head of its line."""
        with open_unit_of_work():
            cursors.move(self._lease, position)
            parking.park(self._consumer, event, failure)
        self._progress.was_saved(position)
        self._keys.add(event.key)

    def queue(self, event: StoredEvent, position: Position) -> None:
        """Puts a later event of a parked aggregate at the end of its line."""
        with open_unit_of_work():
            cursors.move(self._lease, position)
            parking.queue_behind(self._consumer, event)
        self._progress.was_saved(position)

    def retry_due(self) -> bool:
        """Handles the lines whose time has come, as far as they go; True if there were any."""
        keys = list(parking.due_keys(self._consumer)) if self._keys else []
        for key in keys:
            self._retry(key)
        return bool(keys)

    def _retry(self, key: str) -> None:
        while event := parking.head_of(self._consumer, key):
            try:
                self._handle(event)
            except LeaseLost:
                raise
            except Exception as failure:
                self._session.raise_if_lost(failure)
                self._note_failure(event, failure)
                return
        self._let_go(key)

    def _handle(self, event: StoredEvent) -> None:
        with open_unit_of_work():
            self._hold_cursor()
            dispatch(self._consumer, event)
            parking.take_out(self._consumer, event)

    def _note_failure(self, event: StoredEvent, failure: Exception) -> None:
        with open_unit_of_work():
            self._hold_cursor()
            parking.note_failure(self._consumer, event, failure)

    def _let_go(self, key: str) -> None:
        with open_unit_of_work():
            self._hold_cursor()
            parking.unpark(self._consumer, key)
        self._keys.discard(key)

    def _hold_cursor(self) -> None:
        cursors.move(self._lease, self._progress.position)
