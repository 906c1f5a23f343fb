"""Writers as a shop has them on its worst day. A process of its own, without Django.

`python -m tests.faults.checker.writers ADDRESS FOLDER FIRST LAST PLAN`, the plan as JSON
"""

import json
import sys
import threading
import time
import uuid
from contextlib import suppress
from pathlib import Path
from random import Random

import psycopg

from tests.faults.checker.emitting import TOPIC, emit
from tests.faults.checker.journal import JournalFile
from tests.faults.checker.plan import Plan

ROLLBACK, EARLY_XID, SAVEPOINT, SAVEPOINT_ROLLBACK = 0.1, 0.5, 0.3, 0.3
INTERNAL = 0.2
HELD, HELD_SECONDS = 0.003, 2.0
LONGEST_BACKOFF_SECONDS = 0.2


class Writer(threading.Thread):
    """Transactions of one to three aggregates, in the lock order that all writers share."""

    def __init__(self, number: int, plan: Plan, address: str, folder: Path) -> None:
        super().__init__(name=f"writer-{number}")
        self._dice = Random(f"{plan.seed}:{number}")  # noqa: S311 - repeatable
        self._aggregates = plan.aggregates()
        self._plan = plan
        self._deadline = time.monotonic() + plan.seconds
        self._budget = plan.events // 12
        self._address = address
        self._journal = JournalFile(folder / f"{self.name}.jsonl")

    def run(self) -> None:
        while self._goes_on():
            with suppress(psycopg.OperationalError), psycopg.connect(self._address) as session:
                self._write(session)
            time.sleep(self._dice.random() * LONGEST_BACKOFF_SECONDS)

    def _goes_on(self) -> bool:
        return self._budget > 0 and time.monotonic() < self._deadline

    def _write(self, session: psycopg.Connection) -> None:
        while self._goes_on():
            self._emitted: list[str] = []
            try:
                self._transact(session)
            except psycopg.OperationalError:
                # Perhaps the commit arrived, perhaps only its answer did not.
                self._journal.note(in_doubt=self._emitted)
                raise

    def _transact(self, session: psycopg.Connection) -> None:
        if self._chance(EARLY_XID):
            session.execute("SELECT pg_current_xact_id()")
            self._pause()
        kept, dropped = self._emit_some(session)
        time.sleep(HELD_SECONDS if self._chance(HELD) else 0)
        if self._chance(ROLLBACK):
            session.rollback()
            kept, dropped = [], dropped + kept
        else:
            session.commit()
        self._journal.note(committed=kept, rolled_back=dropped)
        self._budget -= len(kept)

    def _emit_some(self, session: psycopg.Connection) -> tuple[list[str], list[str]]:
        kept: list[str] = []
        dropped: list[str] = []
        for aggregate in self._some_aggregates():
            event = str(uuid.UUID(int=self._dice.getrandbits(128), version=4))
            self._emitted.append(event)
            stays = self._emit(session, event, aggregate)
            (kept if stays else dropped).append(event)
            self._pause()
        return kept, dropped

    def _some_aggregates(self) -> list[str]:
        number = self._dice.randint(1, self._plan.most)
        chosen = self._dice.choices(range(len(self._aggregates)), k=number)
        return [self._aggregates[place] for place in sorted(chosen)]

    def _emit(self, session: psycopg.Connection, event: str, aggregate: str) -> bool:
        """Emits, sometimes inside a savepoint; False if that was rolled back."""
        topic = None if self._chance(INTERNAL) else TOPIC
        if not self._chance(SAVEPOINT):
            emit(session, [event], [aggregate], topic=topic)
            return True
        session.execute("SAVEPOINT inner_part")
        emit(session, [event], [aggregate], topic=topic)
        if self._chance(SAVEPOINT_ROLLBACK):
            session.execute("ROLLBACK TO SAVEPOINT inner_part")
            return False
        session.execute("RELEASE SAVEPOINT inner_part")
        return True

    def _chance(self, probability: float) -> bool:
        return self._dice.random() < probability

    def _pause(self) -> None:
        time.sleep(self._dice.random() ** 3 * self._plan.pause)


def main() -> None:
    address, folder, first, last, plan_as_json = sys.argv[1:]
    plan = Plan(**json.loads(plan_as_json))
    writers = [
        Writer(number, plan, address, Path(folder)) for number in range(int(first), int(last))
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()


if __name__ == "__main__":
    main()
