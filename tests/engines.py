"""The engines that tests run against: the configured ones, else embedded ones in `var/test`.

Several test runs at once share the engines, each with databases of its own in them; the last run
to leave stops the embedded ones.
"""

import fcntl
import os
from itertools import count
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from shop import engines

FOLDER = Path(
    os.environ.setdefault("TRADEWIND_STATE", str(Path(__file__).parents[1] / "var" / "test"))
)
STARTS = {"DATABASE_URL": engines.start_postgres, "REDIS_URL": engines.start_valkey}

_kept_locks: list[IO[str]] = []


def join_engines() -> int:
    """Set the addresses of what the environment leaves open to running engines of our own.

    Returns the number of this run, which no other run of this folder has, and leaves the Redis
    database of that number in `REDIS_URL`. What a run starts belongs to it, but for the processes
    of pytest-xdist, which are runs of their own.
    """
    _keep(_lock("users"), fcntl.LOCK_SH)
    for variable, start in STARTS.items():
        if not os.environ.get(variable):
            os.environ[variable] = start(FOLDER)
    variable = f"TEST_RUN_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    number = int(os.environ.get(variable) or _free_number())
    os.environ[variable] = f"{number}"
    os.environ["REDIS_URL"] = urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{number}").geturl()
    return number


def leave_engines() -> None:
    """Stop our own engines unless another test run still uses them."""
    while _kept_locks:
        _kept_locks.pop().close()
    with _lock("users") as users:
        if _taken(users, fcntl.LOCK_EX):
            engines.stop(FOLDER)


def _free_number() -> int:
    for number in count(1):
        lock = _lock(f"run-{number}")
        if _taken(lock, fcntl.LOCK_EX):
            _kept_locks.append(lock)
            return number
        lock.close()
    raise AssertionError("counting never ends")


def _keep(lock: IO[str], kind: int) -> None:
    fcntl.flock(lock, kind)
    _kept_locks.append(lock)


def _taken(lock: IO[str], kind: int) -> bool:
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lock(name: str) -> IO[str]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    return (FOLDER / f"{name}.lock").open("w")
