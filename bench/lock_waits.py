"""Who waits for a lock, looked at a hundred times a second."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg

LOOK_SECONDS = 0.01
# Sessions that wait for a row or a transaction, and how long the one that waits for longest has.
_WAITING = """
SELECT count(*), coalesce(max(extract(epoch FROM clock_timestamp() - waitstart)), 0)
FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE NOT granted AND datname = current_database()
"""


@dataclass
class LockWaits:
    """How many waited at each look, and the longest wait that was seen, in seconds."""

    waiting: list[int] = field(default_factory=list)
    longest_seconds: float = 0.0

    def __str__(self) -> str:
        looks = len(self.waiting) or 1
        return (
            f"{sum(self.waiting) / looks:.1f} sessions waited for a lock on average,"
            f" {max(self.waiting, default=0)} at most, {self.longest_seconds * 1000:.0f} ms at most"
            f" ({looks} looks)"
        )


@contextmanager
def watching_locks(database: str) -> Iterator[LockWaits]:
    """Looks from a session of its own until the block is left."""
    seen, stopping = LockWaits(), threading.Event()

    def look() -> None:
        with psycopg.connect(database, autocommit=True) as session:
            while not stopping.wait(LOOK_SECONDS):
                for waiting, longest in session.execute(_WAITING):
                    seen.waiting.append(waiting)
                    seen.longest_seconds = max(seen.longest_seconds, float(longest))

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield seen
    finally:
        stopping.set()
        looking.join()
