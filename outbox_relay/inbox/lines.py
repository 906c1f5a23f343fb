"""Aggregates whose events came in and could not be handled; they wait in the park of the outbox.

Whoever touches a line has locked its aggregate before (`arrivals`), so a line never changes under
two processes at once, and none is let go while something joins it.
"""

from django.db import connection

from outbox_relay import parking
from outbox_relay.cursors import Lane
from outbox_relay.dispatch import dispatch
from outbox_relay.failures import LineMoved
from outbox_relay.inbox.arrivals import hold
from outbox_relay.retrying import Conclude, Lines
from outbox_relay.stored import StoredEvent
from shop.events.topics import inbox_of
from shop.kernel.outbox.unit_of_work import open_unit_of_work

# Plain SQL, because every event asks.
_PARKED = "SELECT EXISTS (SELECT FROM outbox_parked_key WHERE consumer = %s AND key = %s)"


class InboxLines(Lines):
    """The lines of one consumer; each of its processes works on all of them."""

    def __init__(self, consumer: str) -> None:
        super().__init__(Lane(inbox_of(consumer)), self._handle)
        self._consumer = consumer

    def hold(self, event: StoredEvent) -> bool:
        """True if the event's aggregate is parked."""
        with connection.cursor() as cursor:
            cursor.execute(_PARKED, [self._lane.consumer, event.key])
            return bool(cursor.fetchone()[0])

    def queue(self, event: StoredEvent) -> None:
        """Puts a later event of a parked aggregate at the end of its line."""
        parking.queue_behind(self._lane, event)

    def park(self, event: StoredEvent, failure: Exception) -> None:
        """Parks the event's aggregate, the event at its head, or behind others that wait."""
        if self.hold(event):
            self.queue(event)
        else:
            parking.park(self._lane, event, failure)

    def _handle(self, event: StoredEvent, conclude: Conclude) -> None:
        with open_unit_of_work():
            conclude()
            dispatch(self._consumer, event)

    def _lock(self, key: str) -> None:
        if not hold(self._consumer, key):
            raise LineMoved(f"Somebody else works on the line of {key}.")

    def _may_kill(self) -> bool:
        """Nobody counts the deaths of who has nothing but lines to work on."""
        return True

    def _is_empty(self) -> bool:
        """Others may have parked something."""
        return False

    def _forget(self, key: str) -> None:
        """The database knows which aggregates are parked."""
