"""CPU time and memory of processes with all their descendants, living and gone, from /proc."""

import os
from pathlib import Path

_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
_BYTES_PER_PAGE = os.sysconf("SC_PAGE_SIZE")


def cpu_ms(root: int) -> float:
    """Milliseconds that the process and everything below it have used so far."""
    return sum(map(_ticks, _tree(root))) * 1000 / _TICKS_PER_SECOND


def parent_of(pid: int) -> int:
    """Raises FileNotFoundError for a process that is not on this machine."""
    return int(_fields(pid)[1])


def _tree(root: int) -> set[int]:
    parents = {pid: parent for pid in _all_pids() if (parent := _known_parent(pid)) is not None}
    found, fresh = {root}, {root}
    while fresh:
        fresh = {pid for pid, parent in parents.items() if parent in fresh} - found
        found |= fresh
    return found


def command_line(pid: int) -> str:
    """How the process was started; empty if it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def biggest_mb(root: int) -> float:
    """Megabytes (of 10^6 bytes) that the biggest process of the tree has in memory."""
    return max(map(_resident_pages, _tree(root))) * _BYTES_PER_PAGE / 1e6


def _resident_pages(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0


def _ticks(pid: int) -> int:
    try:
        # utime, stime, and the same of children that ended: cutime, cstime.
        return sum(map(int, _fields(pid)[11:15]))
    except (FileNotFoundError, ProcessLookupError):
        return 0


def _all_pids() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal()]


def _known_parent(pid: int) -> int | None:
    try:
        return parent_of(pid)
    except (FileNotFoundError, ProcessLookupError):
        return None


def _fields(pid: int) -> list[str]:
    # The name in brackets may hold spaces and brackets itself.
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
