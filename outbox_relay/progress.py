"""Where a reader stands, and how much of that is already saved in its cursor."""

import time

from outbox_relay import cursors
from outbox_relay.cursors import Lease, Position

SAVE_EVERY_SECONDS = 0.2


class Progress:
    """The position of one lane; what is not saved yet is read again after a crash."""

    def __init__(self, lease: Lease, position: Position) -> None:
        self.position = self._saved = position
        self._lease = lease
        self._saved_at = time.monotonic()

    def advance(self, position: Position) -> None:
        """Goes on; the cursor follows in time."""
        self.position = position

    def save_in_time(self) -> None:
        """Moves the cursor, but not more often than five times a second. Raises LeaseLost."""
        if time.monotonic() - self._saved_at >= SAVE_EVERY_SECONDS:
            self.save()

    def was_saved(self, position: Position) -> None:
        """The transaction that just committed has moved the cursor itself."""
        self.position = self._saved = position
        self._saved_at = time.monotonic()

    def save(self) -> None:
        """Moves the cursor, unless it stands there already. Raises LeaseLost."""
        if self.position != self._saved:
            cursors.save(self._lease, self.position)
        self.was_saved(self.position)
