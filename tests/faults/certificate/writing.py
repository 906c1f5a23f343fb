"""Writers who come in shifts, until enough is written and enough was killed meanwhile."""

import threading
from itertools import count
from pathlib import Path

from tests.faults.checker.plan import Plan
from tests.faults.checker.starting import start_writers

SHIFTS = 20


class Shifts(threading.Thread):
    """Writes at least so many events, and goes on until it may stop."""

    def __init__(self, *, events: int, seed: int, folder: Path, address: str) -> None:
        super().__init__(name="writers")
        self.may_stop = threading.Event()
        self.failed = 0
        self._plan = Plan(events // SHIFTS, 86_400, seed, products=2_000, most=8, pause=0.001)
        self._folder = folder
        self._address = address

    def run(self) -> None:
        for shift in count():
            if shift >= SHIFTS and self.may_stop.is_set():
                return
            writers = start_writers(self._plan, self._folder, self._address, shift=shift)
            self.failed += sum(writer.wait() != 0 for writer in writers)
