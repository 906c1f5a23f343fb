"""Keeps a relay alive: when it dies, the next one is born at once, with its own way to die."""

import os
import random
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress

from tests.architecture.sources import ROOT

MOST_PASSES = 400


class Nursery(threading.Thread):
    """A supervisor as every real one: it restarts what ended, and knows nothing else.

    While `deaths_wanted` is set, every relay is born with a point at which it kills itself.
    """

    def __init__(
        self, name: str, environment: Mapping[str, str], chance: random.Random, *, control: str
    ) -> None:
        super().__init__(name=name)
        self.deaths: Counter[str] = Counter()
        self.deaths_wanted = threading.Event()
        self._chance = chance
        self._control = control
        self._stopping = threading.Event()
        self._born = threading.Event()
        self._pid = 0
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "tests.faults.certificate.relay", name, control],
            cwd=ROOT,
            env={**environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._points = self._process.stdout.readline().strip().split("|")

    def run(self) -> None:
        while not self._stopping.is_set():
            point = self._chance.choice(self._points) if self.deaths_wanted.is_set() else "none"
            self._live(point)

    def kill(self) -> None:
        """kill -9, wherever it is just now."""
        self._send(signal.SIGKILL)

    def stop(self) -> None:
        """Ends the relay as an operator does, and starts no other."""
        self._stopping.set()
        self._send(signal.SIGTERM)
        self.join()
        self._process.stdin.close()
        self._process.wait()

    def successor(self, environment: Mapping[str, str]) -> "Nursery":
        """One of the same name for relays in another environment."""
        return Nursery(self.name, environment, self._chance, control=self._control)

    @property
    def pid(self) -> int:
        """Of the relay that lives now, or lived last; waits for the first one."""
        self._born.wait()
        return self._pid

    def _send(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def _live(self, point: str) -> None:
        passes = self._chance.randint(1, MOST_PASSES)
        self._process.stdin.write(f"{point}:{passes}\n")
        self._process.stdin.flush()
        self._pid = int(self._process.stdout.readline().split()[1])
        self._born.set()
        code = int(self._process.stdout.readline().split()[1])
        if code == -signal.SIGKILL:
            self.deaths[point] += 1
