"""Aggregates whose events came in and could not be handled; they wait in the park of the outbox.

Whoever touches a line has locked its aggregate before (`arrivals`), so a line never changes under
two processes at once, and none is let go while something joins it.
"""

import logging

from django.db import connection

from outbox_relay import parking
from outbox_relay.cursors import Lane
from outbox_relay.dispatch import dispatch
from outbox_relay.failures import Session
from outbox_relay.inbox.arrivals import hold
from outbox_relay.stored import StoredEvent
from shop.events.topics import inbox_of
from shop.kernel.outbox.unit_of_work import open_unit_of_work

# Plain SQL, because every event asks.
_PARKED = "SELECT EXISTS (SELECT FROM outbox_parked_key WHERE consumer = %s AND key = %s)"

logger = logging.getLogger(__name__)


class InboxLines:
    """The lines of one consumer."""

    def __init__(self, consumer: str) -> None:
        self._consumer = consumer
        self._parked_as = Lane(inbox_of(consumer))
        self._session = Session()

    def holds(self, event: StoredEvent) -> bool:
        """True if the event's aggregate is parked."""
        with connection.cursor() as cursor:
            cursor.execute(_PARKED, [self._parked_as.consumer, event.key])
            return bool(cursor.fetchone()[0])

    def queue(self, event: StoredEvent) -> None:
        """Puts a later event of a parked aggregate at the end of its line."""
        parking.queue_behind(self._parked_as, event)

    def park(self, event: StoredEvent, failure: Exception) -> None:
        """Parks the event's aggregate with the event at its head; behind others if there are any.

        The message of the error stays out of the log: it may hold personal data.
        """
        if self.holds(event):
            self.queue(event)
            return
        name, what = self._parked_as.consumer, parking.described(failure)
        logger.error("%s parks %s %s: %s", name, event.type, event.event_id, what)
        parking.park(self._parked_as, event, failure)

    def retry_due(self) -> None:
        """Handles the lines whose time has come, as far as they go."""
        for key in parking.due_keys(self._parked_as):
            while self._go_on_with(key):
                pass

    def _go_on_with(self, key: str) -> bool:
        head = parking.head_of(self._parked_as, key)
        try:
            with open_unit_of_work():
                return hold(self._consumer, key) and self._handle_head(key, head)
        except Exception as failure:
            self._session.raise_if_lost(failure)
            self._note_failure(key, head, failure)
            return False

    def _handle_head(self, key: str, head: StoredEvent | None) -> bool:
        if parking.head_of(self._parked_as, key) != head:
            return False
        if head is None:
            parking.unpark(self._parked_as, key)
            return False
        dispatch(self._consumer, head)
        parking.take_out(self._parked_as, head)
        return True

    def _note_failure(self, key: str, head: StoredEvent | None, failure: Exception) -> None:
        """Unless somebody else handled it meanwhile."""
        with open_unit_of_work():
            if head is None or not hold(self._consumer, key):
                return
            if parking.head_of(self._parked_as, key) == head:
                parking.note_failure(self._parked_as, head, failure)
