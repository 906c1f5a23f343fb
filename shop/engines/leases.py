"""Who lives in a folder, told by a file lock.

A server inherits the lock of its folder and keeps it until the last of its processes is gone.
Unlike a process id, such a lock cannot be stale, reused, or held by a zombie.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def lease_of(path: Path) -> Iterator[int | None]:
    """Yield the descriptor of the lock, or None while somebody else holds it.

    A program that is started with the descriptor carries the lock on.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield descriptor if _locked(descriptor, mode=fcntl.LOCK_EX) else None
    finally:
        os.close(descriptor)


def is_leased(path: Path) -> bool:
    """Tell whether somebody holds the lock, without getting in the way of others who ask."""
    if not path.exists():
        return False
    descriptor = os.open(path, os.O_RDWR)
    try:
        return not _locked(descriptor, mode=fcntl.LOCK_SH)
    finally:
        os.close(descriptor)


def _locked(descriptor: int, *, mode: int) -> bool:
    try:
        fcntl.flock(descriptor, mode | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
