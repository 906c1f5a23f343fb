"""Starts and stops the writers."""

import json
import subprocess
import sys
from dataclasses import asdict, replace
from itertools import count
from pathlib import Path
from typing import Self

from tests.architecture.sources import ROOT
from tests.faults.hardships.writer import Pace

WRITERS = 3
TOGETHER_IN_BULK = 500
AS_FAST_AS_IT_GOES = 1e9


class WriterFailed(RuntimeError):
    """A writer did not end in order."""


class Writers:
    """Three processes that share a pace; they may pause, and there may be many events at once."""

    def __init__(self, address: str, folder: Path, pace: Pace) -> None:
        self._address = address
        self._folder = folder
        self._pace = replace(pace, rate=pace.rate / WRITERS)
        self._names = count()
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        self.go_on()
        return self

    def __exit__(self, *_: object) -> None:
        self.pause()

    def go_on(self) -> None:
        self._processes += [self._start(self._pace) for _ in range(WRITERS)]

    def pause(self) -> None:
        """Returns once nobody writes. Raises WriterFailed."""
        for process in self._processes:
            process.terminate()
        codes = [process.wait() for process in self._processes]
        self._processes.clear()
        if any(codes):
            raise WriterFailed(f"Writers ended with {codes}.")

    def write_at_once(self, events: int) -> None:
        """Returns once so many events more are committed. Raises WriterFailed."""
        pace = Pace(AS_FAST_AS_IT_GOES, together=TOGETHER_IN_BULK, rolled_back=0, limit=events)
        if code := self._start(pace).wait():
            raise WriterFailed(f"A writer ended with {code}.")

    def _start(self, pace: Pace) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.faults.hardships.writer", self._address]
        told = [str(self._folder), f"{next(self._names)}", json.dumps(asdict(pace))]
        return subprocess.Popen([*command, *told], cwd=ROOT)  # noqa: S603
