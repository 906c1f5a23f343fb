"""Who is killed, how, and how long it takes until everything moves again."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import psycopg

from tests.faults.certificate.nursery import Nursery
from tests.faults.certificate.services import Services

BETWEEN_KILLS_SECONDS = 0.5
LOOK_SECONDS = 0.2
PATIENCE_SECONDS = 120
_STANDS = """
SELECT consumer || '/' || shard, concat_ws(' ', tick, to_tick, last_id) FROM outbox_cursor
"""
_DRAWN = "SELECT outbox_last_id()"
_BACKENDS = """
SELECT pid FROM pg_stat_activity
WHERE backend_type = 'client backend' AND datname = current_database() AND pid <> pg_backend_pid()
"""


class NoRecovery(RuntimeError):
    """Something does not go on by itself."""


@dataclass
class Killer:
    """Kills relays, backends, all of the database, and the broker, again and again."""

    services: Services
    relays: Sequence[Nursery]
    chance: random.Random
    killed: Counter[str] = field(default_factory=Counter)
    slowest_recovery: float = 0.0

    def kill_often(self, kills: int, *, events: int) -> None:
        """Kills so many while so many events are written, evenly, and lets everything move again.

        Raises NoRecovery.
        """
        while self.kills < kills:
            is_early = self.kills * events > kills * self._drawn_ids()
            self._wish_relays_dead(unless=is_early)
            if is_early:
                time.sleep(LOOK_SECONDS)
                continue
            self._kill_one()
            self._await_recovery()
            time.sleep(BETWEEN_KILLS_SECONDS)
        self._wish_relays_dead(unless=True)

    @property
    def kills(self) -> int:
        """All that were killed so far, relays at their points as well."""
        return self.killed.total() + sum(relay.deaths.total() for relay in self.relays)

    def _wish_relays_dead(self, *, unless: bool) -> None:
        for relay in self.relays:
            (relay.deaths_wanted.clear if unless else relay.deaths_wanted.set)()

    def _drawn_ids(self) -> int:
        """How many ids the events have drawn, those of rolled back transactions too."""
        return self._ask(_DRAWN)[0][0]

    def _kill_one(self) -> None:
        match self.chance.choices(["relay", "session", "backend", "broker"], weights=[4, 6, 1, 1]):
            case ["relay"]:
                self.chance.choice(self.relays).kill()
            case ["session"]:
                self._end_session()
            case ["backend"]:
                self._kill_backend()
            case ["broker"]:
                self.services.kill("kafka")
                self.services.start()
                self.killed["the broker"] += 1

    def _end_session(self) -> None:
        with self._connect() as session:
            if pids := session.execute(_BACKENDS).fetchall():
                session.execute("SELECT pg_terminate_backend(%s)", self.chance.choice(pids))
                self.killed["a session of the database"] += 1

    def _kill_backend(self) -> None:
        """kill -9 of one backend makes PostgreSQL end all of them and recover from its log."""
        with self._connect() as session:
            pids = session.execute(_BACKENDS).fetchall()
        if pids:
            os.kill(self.chance.choice(pids)[0], signal.SIGKILL)
            self.killed["the database, by kill -9"] += 1

    def _await_recovery(self) -> None:
        """Every cursor has moved since the kill; writers give all of them something to do."""
        begun, before = time.monotonic(), self._stands()
        while stuck := [lane for lane, stand in self._stands().items() if stand == before[lane]]:
            if time.monotonic() - begun > PATIENCE_SECONDS:
                raise NoRecovery(f"For {PATIENCE_SECONDS} s nothing moved: {', '.join(stuck)}.")
            time.sleep(0.05)
        self.slowest_recovery = max(self.slowest_recovery, time.monotonic() - begun)

    def _stands(self) -> dict[str, str]:
        """Where the cursor of each lane stands."""
        return dict(self._ask(_STANDS))

    def _ask(self, question: str) -> list[Any]:
        """What the database says, once it says anything."""
        while True:
            with suppress(psycopg.OperationalError), self._connect() as session:
                if rows := session.execute(question).fetchall():
                    return rows
            time.sleep(0.05)

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(self.services.environment["DATABASE_URL"], autocommit=True)
