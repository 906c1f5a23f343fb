"""Finds the processes of a run by a mark in their environment.

The mark is inherited, so it names grandchildren too, also those whose parent is dead, and unlike
a process id it cannot come to mean somebody else's process. Where there is no /proc, nobody is
found.
"""

import os
from pathlib import Path
from signal import SIGKILL

from shop.engines.patience import attempts

VARIABLE = "TRADEWIND_RUN"
PROC = Path("/proc")
PATIENCE_SECONDS = 10.0


def marked(folder: Path) -> list[int]:
    """Return the living processes that a runner of this state folder started."""
    mark = os.fsencode(f"{VARIABLE}={folder}")
    return [pid for pid in _processes() if mark in _environment_of(pid)]


def end_marked(folder: Path) -> int:
    """Kill the living processes of earlier runs and wait for their end; return their number."""
    found: set[int] = set()
    for _ in attempts(seconds=PATIENCE_SECONDS):
        living = marked(folder)
        found.update(living)
        for pid in living:
            _kill(pid)
        if not living and all(_is_dead(pid) for pid in found):
            break
    return len(found)


def _processes() -> list[int]:
    own = os.getpid()
    numbers = (int(entry.name) for entry in PROC.glob("[0-9]*"))
    return [pid for pid in numbers if pid != own]


def _environment_of(pid: int) -> list[bytes]:
    try:
        return (PROC / str(pid) / "environ").read_bytes().split(b"\0")
    except OSError:
        return []


def _kill(pid: int) -> None:
    try:
        os.kill(pid, SIGKILL)
    except ProcessLookupError:
        return


def _is_dead(pid: int) -> bool:
    """Tell whether it has let go of its ports; it loses its environment a moment earlier."""
    try:
        state = (PROC / str(pid) / "stat").read_bytes().rpartition(b")")[2].split()[0]
    except OSError:
        return True
    return state in (b"Z", b"X")
