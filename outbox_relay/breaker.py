"""Tells an outage from poison: if everything fails, it is not the events."""

import time
from collections import deque

MOST_A_MINUTE = 100
MOST_OF_A_PAGE = 25
"""One in twenty of a full page of 500."""
_MINUTE = 60.0


class CircuitBreaker:
    """Counts what a consumer parks, and opens when that is too much for a few bad events.

    While it is open, one more aggregate a minute is set aside as a trial: if the event after it
    can be handled, it was poison after all, and the breaker closes.
    """

    def __init__(self) -> None:
        self.is_open = False
        self._parked_at: deque[float] = deque(maxlen=MOST_A_MINUTE)
        self._in_page = 0

    def begin_page(self) -> None:
        self._in_page = 0

    def close(self) -> None:
        """An event was handled: whatever was out of order is in order again."""
        self.is_open, self._in_page = False, 0

    def allows_parking(self) -> bool:
        """Whether one more aggregate may be parked now; opens if not."""
        recent = sum(at > time.monotonic() - _MINUTE for at in self._parked_at)
        if self.is_open:
            return recent == 0
        self.is_open = recent >= MOST_A_MINUTE or self._in_page >= MOST_OF_A_PAGE
        return not self.is_open

    def parked(self) -> None:
        """One more aggregate was parked."""
        self._parked_at.append(time.monotonic())
        self._in_page += 1
