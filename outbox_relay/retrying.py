"""Tries parked events again, in order: one machine for relays and for what came in from Kafka."""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence

from outbox_relay import parking
from outbox_relay.cursors import Lane, LeaseLost
from outbox_relay.failures import LineMoved, Session, SinkFailed, TopicRefused
from outbox_relay.stored import StoredEvent
from outbox_relay.tireless import say_alive
from shop.kernel.outbox.unit_of_work import open_unit_of_work

STEP_SECONDS = 0.25
"""So long it works on lines that are due, before whatever else the thread does gets its turn."""

Conclude = Callable[[], None]
Attempt = Callable[[StoredEvent, Conclude], None]
"""Does with one event what its lane is for, and calls `conclude` in a unit of work: in that of the
effect if there is one, else in one of its own, once the effect is sure."""


class Lines(ABC):
    """The lines of parked aggregates of one lane. Who changes one has locked it before.

    `refused_topics` are those that lines wait for, and why. While one is refused, a single line
    asks for all.
    """

    def __init__(self, lane: Lane, attempt: Attempt) -> None:
        self._lane = lane
        self._attempt = attempt
        self._session = Session()
        self.refused_topics = parking.refused_topics(lane)
        self._ask_again_at: dict[str, float] = {}

    @abstractmethod
    def _lock(self, key: str) -> None:
        """Keeps others away from the line until the open unit of work ends.

        Raises LeaseLost or LineMoved if it is theirs.
        """

    @abstractmethod
    def _may_kill(self) -> bool:
        """Whether an attempt is written down before it is made: it may be what ends the process."""

    @abstractmethod
    def _is_empty(self) -> bool:
        """Whether nothing is parked, as far as is known without asking."""

    @abstractmethod
    def _forget(self, key: str) -> None:
        """The line is gone: events of the aggregate are handled directly again."""

    def retry_due(self) -> bool:
        """Handles the lines whose time has come, as far as they go; True if there were any."""
        due = {} if self._is_empty() else parking.due_lines(self._lane, without=self._not_asked())
        time_is_up = time.monotonic() + STEP_SECONDS
        for key, waiting in due.items():
            if not self._retry(key, waiting, time_is_up) or time.monotonic() > time_is_up:
                break
        return bool(due)

    def _not_asked(self) -> list[str]:
        now = time.monotonic()
        return [topic for topic, at in self._ask_again_at.items() if at > now]

    def _retry(self, key: str, waiting: Sequence[StoredEvent], time_is_up: float) -> bool:
        """False if its topic is refused: others that were due may wait for the same one."""
        try:
            if not waiting:
                self._let_go_empty(key)
            for event in waiting:
                if not self._try(event) or time.monotonic() > time_is_up:
                    break
        except LineMoved:
            return True
        except TopicRefused as refusal:
            self._ask_again_at[refusal.topic] = time.monotonic() + parking.TOPIC_PAUSE_SECONDS
            return False
        return True

    def _try(self, event: StoredEvent) -> bool:
        """False if the line has to wait again. Raises LineMoved, TopicRefused and LeaseLost."""
        say_alive()
        if self._may_kill() and not self._begin_attempt(event):
            return False
        emptied: list[bool] = []
        try:
            self._attempt(event, lambda: emptied.append(self._take_out(event)))
        except (LeaseLost, LineMoved, SinkFailed):
            raise
        except Exception as failure:
            self._session.raise_if_lost(failure)
            self._note_failure(event, failure)
            if isinstance(failure, TopicRefused):
                raise
            return False
        self._note_taken(event.topic or "")
        if emptied[-1]:
            self._forget(event.key)
        return True

    def _begin_attempt(self, event: StoredEvent) -> bool:
        with open_unit_of_work():
            self._lock(event.key)
            return parking.begin_attempt(self._lane, event)

    def _take_out(self, event: StoredEvent) -> bool:
        """True if it was the last one in its line, which is let go then."""
        self._lock(event.key)
        return parking.take_out(self._lane, event)

    def _note_failure(self, event: StoredEvent, failure: Exception) -> None:
        with open_unit_of_work():
            self._lock(event.key)
            parking.note_failure(self._lane, event, failure)

    def _note_taken(self, topic: str) -> None:
        self.refused_topics.pop(topic, None)
        self._ask_again_at.pop(topic, None)

    def _let_go_empty(self, key: str) -> None:
        with open_unit_of_work():
            self._lock(key)
            parking.unpark(self._lane, key)
        self._forget(key)
