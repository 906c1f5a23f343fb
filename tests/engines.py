"""The engines that tests run against: the configured ones, else embedded ones in `var/test`.

Several test runs at once share the embedded ones; the last to leave stops them.
"""

import fcntl
import os
from itertools import count
from pathlib import Path
from typing import IO

from shop import engines

FOLDER = Path(
    os.environ.setdefault("TRADEWIND_STATE", str(Path(__file__).parents[1] / "var" / "test"))
)
STARTS = {"DATABASE_URL": engines.start_postgres, "REDIS_URL": engines.start_valkey}

_kept_locks: list[IO[str]] = []


def join_engines() -> None:
    """Set the addresses of what the environment leaves open to running engines of our own."""
    _keep(_lock("users"), fcntl.LOCK_SH)
    for variable, start in STARTS.items():
        if not os.environ.get(variable):
            os.environ[variable] = start(FOLDER)


def leave_engines() -> None:
    """Stop our own engines unless another test run still uses them."""
    while _kept_locks:
        _kept_locks.pop().close()
    with _lock("users") as users:
        if _taken(users, fcntl.LOCK_EX):
            engines.stop(FOLDER)


def free_test_database(name: str) -> str:
    """Return the name of a test database that no other test run of this folder uses."""
    for number in count(1):
        candidate = f"test_{name}" if number == 1 else f"test_{name}_{number}"
        lock = _lock(candidate)
        if _taken(lock, fcntl.LOCK_EX):
            _kept_locks.append(lock)
            return candidate
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
