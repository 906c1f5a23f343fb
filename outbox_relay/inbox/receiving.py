"""Takes what came in to the `@after` handlers of one consumer: effect exactly once.

That an event was heard is written in the transaction of its effect; where the reader stood in
Kafka does not matter.
"""

import logging
from collections.abc import Sequence

from outbox_relay.dispatch import dispatch
from outbox_relay.failures import Session, patiently
from outbox_relay.inbox.arrivals import Arrival, arrive
from outbox_relay.inbox.incoming import Incoming
from outbox_relay.inbox.lines import InboxLines
from outbox_relay.stored import StoredEvent
from shop.kernel.outbox.unit_of_work import open_unit_of_work

_COMPLAINTS = {
    Arrival.GAP: "%s misses events of %s before number %s.",
    Arrival.OLD: "%s drops an event of %s, for it has passed number %s: did the shop count anew?",
}

logger = logging.getLogger(__name__)


class Receiver:
    """One app's handlers, for events that come in. It belongs to one thread."""

    def __init__(self, consumer: str) -> None:
        self._consumer = consumer
        self._session = Session()
        self._lines = InboxLines(consumer)

    def receive(self, batch: Sequence[Incoming]) -> None:
        """Handles the events in one transaction; if that fails, one by one, parking what fails.

        Raises a DatabaseError or InterfaceError if the database is gone; then all may come again.
        """
        if len(batch) > 1 and self._took(batch):
            return
        for incoming in batch:
            self._take_or_park(incoming)

    def retry_due(self) -> None:
        """Tries again what is parked and due."""
        self._lines.retry_due()

    def _took(self, batch: Sequence[Incoming]) -> bool:
        try:
            self._take(batch)
        except Exception as failure:
            self._session.raise_if_lost(failure)
            logger.warning("%s takes a failed batch one by one: %s", self._consumer, type(failure))
            return False
        return True

    def _take_or_park(self, incoming: Incoming) -> None:
        try:
            patiently(lambda: self._take([incoming]))
        except Exception as failure:
            self._session.raise_if_lost(failure)
            with open_unit_of_work():
                if self._is_news(incoming):
                    self._lines.park(incoming.event, failure)

    def _take(self, batch: Sequence[Incoming]) -> None:
        with open_unit_of_work():
            for incoming in batch:
                if self._is_news(incoming):
                    self._hand_on(incoming.event)

    def _hand_on(self, event: StoredEvent) -> None:
        if self._lines.holds(event):
            self._lines.queue(event)
        else:
            dispatch(self._consumer, event)

    def _is_news(self, incoming: Incoming) -> bool:
        event = incoming.event
        arrival = arrive(self._consumer, incoming.source, event)
        if complaint := _COMPLAINTS.get(arrival):
            logger.error(complaint, self._consumer, event.key, event.seq)
        return arrival.is_news
