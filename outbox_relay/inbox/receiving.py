"""Takes what came in to the `@after` handlers of one consumer: effect exactly once.

That an event was heard is written in the transaction of its effect; where the reader stood in
Kafka does not matter.
"""

import logging
from collections.abc import Sequence

from outbox_relay.breaker import CircuitBreaker
from outbox_relay.dispatch import dispatch
from outbox_relay.handling import Handling
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

    def __init__(self, consumer: str, breaker: CircuitBreaker | None = None) -> None:
        self._consumer = consumer
        self._lines = InboxLines(consumer)
        self._handling = Handling[Incoming](
            consumer, take=self._take, park=self._park, breaker=breaker or CircuitBreaker()
        )

    def begin_page(self) -> None:
        """Another page of the topic follows."""
        self._handling.begin_page()

    def receive(self, batch: Sequence[Incoming], *, deaths: int = 0) -> None:
        """Handles the events in one transaction; if that fails, one by one, parking what fails.

        `deaths` processes ended at the first one without a word. Raises ConsumerStopped, and a
        DatabaseError or InterfaceError if the database is gone; then all may come again.
        """
        self._handling.handle(batch, deaths=deaths)

    def retry_due(self) -> bool:
        """Tries again what is parked and due; True if anything was."""
        return self._lines.retry_due()

    def _take(self, batch: Sequence[Incoming]) -> bool:
        with open_unit_of_work():
            news = (incoming.event for incoming in batch if self._is_news(incoming))
            handed_on = [self._hand_on(event) for event in news]
        return any(handed_on)

    def _hand_on(self, event: StoredEvent) -> bool:
        if self._lines.hold(event):
            self._lines.queue(event)
            return False
        dispatch(self._consumer, event)
        return True

    def _park(self, incoming: Incoming, failure: Exception) -> None:
        with open_unit_of_work():
            if self._is_news(incoming):
                self._lines.park(incoming.event, failure)

    def _is_news(self, incoming: Incoming) -> bool:
        event = incoming.event
        arrival = arrive(self._consumer, incoming.source, event)
        if complaint := _COMPLAINTS.get(arrival):
            logger.error(complaint, self._consumer, event.key, event.seq)
        return arrival.is_news
