"""Hands events to one consumer's handlers as these can bear it, wherever they come from.

A batch is taken at once, else event by event. What fails by itself is parked; if too much fails, it
is an outage, and the consumer stops where it stands.
"""

import logging
from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

from outbox_relay import counting, parking
from outbox_relay.breaker import CircuitBreaker
from outbox_relay.cursors import LeaseLost
from outbox_relay.failures import ConsumerStopped, RelayDied, Session, patiently
from outbox_relay.stored import StoredEvent
from outbox_relay.tireless import say_alive

DEATHS_OF_AN_EVENT = 3
"""After so many relays that ended at the same event, it is set aside untried."""

logger = logging.getLogger(__name__)


class Carrier(Protocol):
    """An event, with what is known of where it came from."""

    @property
    def event(self) -> StoredEvent: ...


T = TypeVar("T", bound=Carrier)


class Handling(Generic[T]):
    """How a consumer goes on when its handlers fail.

    `take` handles events in one transaction that also remembers that they were handled, and returns
    whether a handler has run; `park` sets the aggregate of one aside, in another such transaction.
    """

    def __init__(
        self,
        consumer: str,
        *,
        take: Callable[[Sequence[T]], bool],
        park: Callable[[T, Exception], None],
        breaker: CircuitBreaker,
    ) -> None:
        self._consumer = consumer
        self._take = take
        self._park = park
        self._breaker = breaker
        self._session = Session()

    def handle(self, batch: Sequence[T], *, deaths: int = 0) -> None:
        """Handles the events or parks them; `deaths` relays ended at the first one without a word.

        Raises LeaseLost, ConsumerStopped, and a DatabaseError or InterfaceError if the database is
        gone; what was not handled has to come again then.
        """
        if len(batch) > 1 and not deaths and self._took(batch):
            return
        for carrier in batch:
            self._take_or_park(carrier, deaths)
            deaths = 0

    def begin_page(self) -> None:
        """What failed in the page before is forgotten."""
        self._breaker.begin_page()

    def _took(self, batch: Sequence[T]) -> bool:
        try:
            has_run = self._take(batch)
        except LeaseLost:
            raise
        except Exception as failure:
            self._session.raise_if_lost(failure)
            logger.warning("%s takes a failed batch one by one: %s", self._consumer, type(failure))
            return False
        self._note_handled(batch[0], has_run=has_run)
        return True

    def _take_or_park(self, carrier: T, deaths: int) -> None:
        say_alive()
        if deaths >= DEATHS_OF_AN_EVENT:
            died = RelayDied(f"{deaths} relays ended here without a word.")
            return self._set_aside(carrier, died)
        try:
            has_run = patiently(lambda: self._take([carrier]))
        except LeaseLost:
            raise
        except Exception as failure:
            self._session.raise_if_lost(failure)
            self._set_aside(carrier, failure)
        else:
            self._note_handled(carrier, has_run=has_run)

    def _set_aside(self, carrier: T, failure: Exception) -> None:
        # The message of the error stays out of the log: it may hold personal data.
        event, what = carrier.event, parking.described(failure)
        if not self._breaker.allows_parking():
            counting.breaker_open(self._consumer).set(1)
            raise ConsumerStopped(f"Too much fails at once to be the events. Last: {what}")
        logger.error("%s parks %s %s: %s", self._consumer, event.type, event.event_id, what)
        self._park(carrier, failure)
        self._breaker.parked()

    def _note_handled(self, first: T, *, has_run: bool) -> None:
        if not has_run:
            return
        counting.note_handled(self._consumer, first.event.occurred_at)
        if self._breaker.is_open:
            self._breaker.close()
            counting.breaker_open(self._consumer).set(0)
