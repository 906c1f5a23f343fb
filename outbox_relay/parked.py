"""The lines of parked aggregates of one lane, worked on by the owner of its cursor.

Every move locks the cursor first, so a line never changes under two relays at once.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial

from outbox_relay import cursors, parking
from outbox_relay.cursors import Lease, LeaseLost, Position
from outbox_relay.failures import Session, SinkFailed, TopicRefused
from outbox_relay.progress import Progress
from outbox_relay.stored import StoredEvent
from shop.kernel.outbox.unit_of_work import open_unit_of_work

STEP_SECONDS = 0.25
"""So long it works on lines that are due, before the relay's other lanes get their turn."""

Conclude = Callable[[], None]
Attempt = Callable[[StoredEvent, Conclude], None]
"""Does with one event what its lane is for, and calls `conclude` in a unit of work: in that of the
effect if there is one, else in one of its own, once the effect is sure."""


class ParkedLines:
    """Parks aggregates, tries their events again in order, lets go when a line is empty.

    `refused_topics` are those that lines wait for, and why. While one is refused, a single line
    asks for all.
    """

    def __init__(self, lease: Lease, progress: Progress, attempt: Attempt) -> None:
        self._lane = lease.lane
        self._lease = lease
        self._progress = progress
        self._attempt = attempt
        self._session = Session()
        self._keys = parking.parked_keys(self._lane)
        self.refused_topics = parking.refused_topics(self._lane)
        self._ask_again_at: dict[str, float] = {}

    def hold_any(self, events: Iterable[StoredEvent]) -> bool:
        """True if the aggregate of any of the events is parked."""
        return bool(self._keys) and any(event.key in self._keys for event in events)

    def park(self, event: StoredEvent, failure: Exception, position: Position) -> None:
        """Parks the event's aggregate, with the event at the head of its line."""
        with self._moving_to(position):
            parking.park(self._lane, event, failure)
        self._keys.add(event.key)

    def queue(self, event: StoredEvent, position: Position) -> None:
        """Puts a later event of a parked aggregate at the end of its line."""
        with self._moving_to(position):
            parking.queue_behind(self._lane, event)

    def retry_due(self) -> bool:
        """Handles the lines whose time has come, as far as they go; True if there were any."""
        keys = parking.due_keys(self._lane, without=self._not_asked()) if self._keys else []
        time_is_up = time.monotonic() + STEP_SECONDS
        for key in keys:
            if not self._retry(key) or time.monotonic() > time_is_up:
                break
        return bool(keys)

    def _not_asked(self) -> list[str]:
        now = time.monotonic()
        return [topic for topic, at in self._ask_again_at.items() if at > now]

    def _retry(self, key: str) -> bool:
        """False if its topic is refused: others that were due may wait for the same one."""
        while event := parking.head_of(self._lane, key):
            if not self._may_be_tried(event):
                return True
            try:
                self._attempt(event, partial(self._take_out, event))
            except (LeaseLost, SinkFailed):
                raise
            except Exception as failure:
                self._session.raise_if_lost(failure)
                self._note_failure(event, failure)
                return not isinstance(failure, TopicRefused)
            self._note_taken(event.topic or "")
        self._let_go(key)
        return True

    def _note_failure(self, event: StoredEvent, failure: Exception) -> None:
        with self._holding_cursor():
            parking.note_failure(self._lane, event, failure)
        if isinstance(failure, TopicRefused):
            pause = parking.TOPIC_PAUSE.total_seconds()
            self._ask_again_at[failure.topic] = time.monotonic() + pause

    def _note_taken(self, topic: str) -> None:
        self.refused_topics.pop(topic, None)
        self._ask_again_at.pop(topic, None)

    def _let_go(self, key: str) -> None:
        with self._holding_cursor():
            parking.unpark(self._lane, key)
        self._keys.discard(key)

    def _may_be_tried(self, event: StoredEvent) -> bool:
        """Where relays died, an attempt is counted before it is made: it may be what kills them."""
        if not self._lease.deaths:
            return True
        with self._holding_cursor():
            return parking.begin_attempt(self._lane, event)

    def _take_out(self, event: StoredEvent) -> None:
        cursors.move(self._lease, self._progress.position)
        parking.take_out(self._lane, event)

    @contextmanager
    def _moving_to(self, position: Position) -> Iterator[None]:
        with open_unit_of_work():
            cursors.move(self._lease, position)
            yield
        self._progress.was_saved(position)

    def _holding_cursor(self) -> AbstractContextManager[None]:
        return self._moving_to(self._progress.position)
