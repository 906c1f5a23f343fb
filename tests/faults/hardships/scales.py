"""How much memory the relays hold, weighed every second."""

import threading
import time
from collections.abc import Sequence

from bench.processors import biggest_mb
from tests.faults.certificate.nursery import Nursery

EVERY_SECONDS = 1.0


class Scales(threading.Thread):
    """Weighs all relays until told to stop."""

    def __init__(self, relays: Sequence[Nursery]) -> None:
        super().__init__(name="scales")
        self._relays = relays
        self._weights: list[tuple[float, float]] = []
        self._stopping = threading.Event()

    def run(self) -> None:
        while not self._stopping.wait(EVERY_SECONDS):
            heaviest = max(biggest_mb(relay.pid) for relay in self._relays if relay.pid)
            self._weights.append((time.time(), heaviest))

    def stop(self) -> None:
        self._stopping.set()
        self.join()

    def heaviest(self, begin: float, end: float) -> float:
        """Megabytes of the biggest relay between two Unix times; 0 if none was weighed."""
        return max((mb for at, mb in self._weights if begin <= at < end), default=0.0)
