"""Kills everything that runs for the shop, one kind of process after the other, by kill -9."""

import os
import random
import signal
import threading
import time
from collections import Counter
from pathlib import Path

import psycopg

from shop import engines
from shop.operations.running.marks import marked
from tests.shop.engines.observers import processes_of

VICTIMS = ("a database backend", "config.wsgi", "celery", "relay", "shop.sandbox", "the broker")


class Killer(threading.Thread):
    """Comes `kills` times while the shop of this state folder sells and works things off."""

    def __init__(self, state: Path, chance: random.Random, *, kills: int) -> None:
        super().__init__()
        self.killed: Counter[str] = Counter()
        self._state = state
        self._chance = chance
        self._kills = kills

    def run(self) -> None:
        for number in range(self._kills):
            time.sleep(self._chance.uniform(1, 4))
            victim = VICTIMS[number % len(VICTIMS)]
            pids = _pids_of(victim, self._state, self._chance)
            self.killed[victim] += sum(_kill(pid) for pid in pids)


def _kill(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def _pids_of(victim: str, state: Path, chance: random.Random) -> list[int]:
    if victim == "a database backend":
        return _a_backend(state, chance)
    if victim == "the broker":
        return processes_of(state / "valkey")
    return [pid for pid in marked(state) if victim in _command_line(pid)]


def _a_backend(state: Path, chance: random.Random) -> list[int]:
    try:
        with psycopg.connect(engines.address_of_postgres(state) or "") as database:
            rows = database.execute(
                "SELECT pid FROM pg_stat_activity"
                " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            ).fetchall()
    except psycopg.OperationalError:
        return []  # It is just recovering from the last one.
    return [chance.choice(rows)[0]] if rows else []


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""
