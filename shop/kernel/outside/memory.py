"""What one process knows of a firm; it decides alone where there is no Redis."""

import time
from datetime import UTC, datetime, timedelta

import pybreaker

from shop.kernel.outside.sharing import Turn


class Memory(pybreaker.CircuitMemoryStorage):
    """A breaker's state. How long a firm rests is counted in seconds, not read off a wall clock."""

    def __init__(self, *, rest_seconds: float) -> None:
        super().__init__(pybreaker.STATE_CLOSED)
        self._rest_seconds = rest_seconds
        self._rests_until = 0.0
        self.is_untold = False

    @property
    def rest_left(self) -> float:
        """For so many seconds more the firm is left alone."""
        if self.state != pybreaker.STATE_OPEN:
            return 0.0
        return max(self._rests_until - time.monotonic(), 0.0)

    @property
    def opened_at(self) -> datetime | None:
        # A clock that was put back would leave the firm alone for as long.
        left = self._rests_until - time.monotonic()
        present = datetime.now(UTC)  # noqa: TID251 - what pybreaker compares with
        return present + timedelta(seconds=left - self._rest_seconds)

    @opened_at.setter
    def opened_at(self, moment: datetime) -> None:
        self._rests_until = time.monotonic() + self._rest_seconds

    def learn(self, turn: Turn) -> None:
        """What all processes know counts for more than what this one has seen."""
        self.is_untold = False
        if turn.is_everybodys:
            self.state = pybreaker.STATE_CLOSED
            self._fail_counter = turn.failures
        elif turn.is_nobodys and self.state != pybreaker.STATE_HALF_OPEN:
            self._rests_until = time.monotonic() + turn.rest_seconds
            self.state = pybreaker.STATE_OPEN

    def told(self, failures: int | None) -> None:
        """One more failure is about to be counted; all processes together have seen so many."""
        self.is_untold = failures is None
        if failures is not None:
            self._fail_counter = max(self._fail_counter, failures - 1)
