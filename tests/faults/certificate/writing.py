"""Writers who come in shifts, until enough is written and enough was killed meanwhile."""

import subprocess
import threading
from itertools import count
from pathlib import Path
from typing import Self

from tests.faults.checker.plan import Plan
from tests.faults.checker.starting import start_writers

MOST_SHIFTS, EVENTS_OF_A_SHIFT = 20, 2_500


class Shifts(threading.Thread):
    """Writes at least so many events, and goes on until it may stop."""

    def __init__(self, *, events: int, seed: int, folder: Path, address: str) -> None:
        super().__init__(name="writers")
        self._may_stop, self._is_over = threading.Event(), threading.Event()
        self._writers: list[subprocess.Popen[bytes]] = []
        self.failed = 0
        self._shifts = max(1, min(MOST_SHIFTS, events // EVENTS_OF_A_SHIFT))
        self._plan = Plan(events // self._shifts, 86_400, seed, products=2_000, most=8, pause=0.001)
        self._folder = folder
        self._address = address

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, failure: type[BaseException] | None, *_: object) -> None:
        """Writes on as long as anything is killed; after a failure nobody waits for the rest."""
        self._may_stop.set()
        if failure is not None:
            self._is_over.set()
            for writer in self._writers:
                writer.kill()
        self.join()

    def run(self) -> None:
        for shift in count():
            if self._is_over.is_set() or (shift >= self._shifts and self._may_stop.is_set()):
                return
            self._writers = start_writers(self._plan, self._folder, self._address, shift=shift)
            self.failed += sum(writer.wait() != 0 for writer in self._writers)
