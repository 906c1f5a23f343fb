"""Writes at a steady pace until it is told to stop. A process of its own, without Django.

`python -m tests.faults.hardships.writer ADDRESS FOLDER NAME PACE`, the pace as JSON
"""

import json
import signal
import sys
import threading
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

import psycopg

from tests.faults.checker.emitting import emit
from tests.faults.checker.journal import JournalFile

REST_SECONDS = 0.1
MOST_BEHIND_SECONDS = 1.0
PRODUCTS = 2_000


@dataclass(frozen=True)
class Pace:
    """Events a second, how many share a transaction, and how many of these are rolled back.

    With `limit`, the writer ends after so many events.
    """

    rate: float
    together: int = 5
    rolled_back: float = 0.05
    limit: int = 0


class Writer:
    """One session after the other; every transaction is in the journal before the next."""

    def __init__(self, address: str, folder: Path, name: str, pace: Pace) -> None:
        self.stopping = threading.Event()
        self._address = address
        self._journal = JournalFile(folder / f"writer-{name}.jsonl")
        self._dice = Random(name)  # noqa: S311 - repeatable
        self._pace = pace
        self._left = pace.limit
        self._due = time.monotonic()

    def run(self) -> None:
        while self._goes_on():
            with suppress(psycopg.OperationalError), psycopg.connect(self._address) as session:
                self._write(session)
            self.stopping.wait(REST_SECONDS)

    def _goes_on(self) -> bool:
        return not self.stopping.is_set() and (self._left > 0 or not self._pace.limit)

    def _write(self, session: psycopg.Connection) -> None:
        while self._goes_on():
            self._await_turn()
            events = [str(uuid.uuid4()) for _ in range(self._pace.together)]
            try:
                self._transact(session, events)
            except psycopg.OperationalError:
                self._journal.note(in_doubt=events)
                raise

    def _await_turn(self) -> None:
        """Who was kept waiting makes up for a second of it, not for more."""
        now = time.monotonic()
        step = self._pace.together / self._pace.rate
        self._due = max(self._due + step, now - MOST_BEHIND_SECONDS)
        self.stopping.wait(max(0.0, self._due - now))

    def _transact(self, session: psycopg.Connection, events: list[str]) -> None:
        # All writers lock the streams in one order.
        chosen = sorted(self._dice.randrange(PRODUCTS) for _ in events)
        emit(session, events, [str(uuid.UUID(int=number)) for number in chosen])
        if self._dice.random() < self._pace.rolled_back:
            session.rollback()
            self._journal.note(rolled_back=events)
        else:
            session.commit()
            self._journal.note(committed=events)
            self._left -= len(events)


def main() -> None:
    address, folder, name, pace = sys.argv[1:]
    writer = Writer(address, Path(folder), name, Pace(**json.loads(pace)))
    signal.signal(signal.SIGTERM, lambda *_: writer.stopping.set())
    writer.run()


if __name__ == "__main__":
    main()
