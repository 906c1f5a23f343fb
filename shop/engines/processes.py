"""What the system tells about processes: by /proc where there is one, else by ps."""

import os
import signal
import subprocess
from pathlib import Path

from shop.engines.errors import EngineError

PROC = Path("/proc")
DEAD = ("Z", "X")


def command_of(pid: int) -> str:
    """Return the command line of a living process; empty for a dead one, zombies included."""
    return _command_in_proc(pid) if _has_proc() else _command_by_ps(pid)


def processes_inside(folder: Path) -> list[int]:
    """Return the living processes whose working directory is the folder; without /proc, none."""
    if not _has_proc():
        return []
    numbers = (int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit())
    return [pid for pid in numbers if _works_in(folder, pid)]


def send(number: signal.Signals, *, to: int) -> None:
    """Signal a process; one that is gone is no error. Raise EngineError without the right to."""
    try:
        os.kill(to, number)
    except ProcessLookupError:
        return
    except PermissionError:
        raise EngineError(
            f"Process {to} belongs to another user. Stop the engines as the user who started them."
        ) from None


def _has_proc() -> bool:
    return (PROC / "self" / "stat").exists()


def _command_in_proc(pid: int) -> str:
    try:
        state = (PROC / str(pid) / "stat").read_bytes().rpartition(b")")[2].split()[0]
        command = (PROC / str(pid) / "cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return ""
    return "" if state.decode() in DEAD else os.fsdecode(command.replace(b"\0", b" "))


def _command_by_ps(pid: int) -> str:
    answer = subprocess.run(  # noqa: S603  (every word of the command is ours)
        ["/bin/ps", "-ww", "-o", "stat=,command=", "-p", str(pid)],
        stdout=subprocess.PIPE,
        check=False,
    )
    state, _, command = os.fsdecode(answer.stdout).strip().partition(" ")
    return "" if state.startswith(DEAD) else command


def _works_in(folder: Path, pid: int) -> bool:
    try:
        return (PROC / str(pid) / "cwd").samefile(folder)
    except OSError:
        return False
