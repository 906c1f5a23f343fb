"""The lines of parked aggregates of one lane, worked on by the owner of its cursor.

Every move locks the cursor first, so a line never changes under two relays at once.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from outbox_relay import cursors, parking
from outbox_relay.cursors import Lease, Position
from outbox_relay.progress import Progress
from outbox_relay.retrying import Attempt, Lines
from outbox_relay.stored import StoredEvent
from shop.kernel.outbox.unit_of_work import open_unit_of_work


class ParkedLines(Lines):
    """Parks aggregates, and knows which ones are."""

    def __init__(self, lease: Lease, progress: Progress, attempt: Attempt) -> None:
        super().__init__(lease.lane, attempt)
        self._lease = lease
        self._progress = progress
        self._keys = parking.parked_keys(self._lane)

    def hold_any(self, events: Iterable[StoredEvent]) -> bool:
        """True if the aggregate of any of the events is parked."""
        return bool(self._keys) and any(event.key in self._keys for event in events)

    def park(self, event: StoredEvent, failure: Exception, position: Position) -> None:
        """Parks the event's aggregate, the event at its head, or behind others that wait."""
        if self.hold_any([event]):
            self.queue(event, position)
            return
        with self._moving_to(position):
            parking.park(self._lane, event, failure)
        self._keys.add(event.key)

    def queue(self, event: StoredEvent, position: Position) -> None:
        """Puts a later event of a parked aggregate at the end of its line."""
        with self._moving_to(position):
            parking.queue_behind(self._lane, event)

    @contextmanager
    def _moving_to(self, position: Position) -> Iterator[None]:
        with open_unit_of_work():
            cursors.move(self._lease, position)
            yield
        self._progress.was_saved(position)

    def _lock(self, key: str) -> None:
        """The cursor stands for all lines of its lane."""
        cursors.move(self._lease, self._progress.position)

    def _may_kill(self) -> bool:
        """Where relays died."""
        return bool(self._lease.deaths)

    def _is_empty(self) -> bool:
        return not self._keys

    def _forget(self, key: str) -> None:
        self._keys.discard(key)
