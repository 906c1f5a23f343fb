import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Thread

PROJECT = Path(__file__).resolve().parents[3]
LAST_LINES_SECONDS = 2.0


class Program:
    """A started program and all that it starts, in a process group of its own.

    So a Ctrl-C in the terminal reaches the runner only, which ends its programs in order. Not in a
    session of its own: Linux shares the processors out among sessions, and so `nice` would move
    nothing between programs.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        environment: Mapping[str, str],
        hear: Callable[[str], None],
    ) -> None:
        """Start it in the project's folder; `hear` gets every line that it writes."""
        self._process = subprocess.Popen(  # noqa: S603  (every word of the command is ours)
            command,
            cwd=PROJECT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            process_group=0,
        )
        self._hear = hear
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()

    def has_ended(self) -> bool:
        """Tell whether the program itself has ended; what it started may still be there."""
        if self._process.returncode is not None:
            return True
        # Unreaped, its number stays its group's, so that `end` cannot hit somebody else.
        flags = os.WEXITED | os.WNOHANG | os.WNOWAIT
        return os.waitid(os.P_PID, self._process.pid, flags) is not None

    def ask_to_end(self) -> None:
        self._process.terminate()

    def end(self) -> int:
        """Kill what is left of the group, and return the program's status as Popen has it."""
        if self._process.returncode is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        status = self._process.wait()
        self._listener.join(LAST_LINES_SECONDS)
        return status

    def _listen(self) -> None:
        assert self._process.stdout is not None  # noqa: S101  (a pipe was asked for)
        with self._process.stdout as lines:
            for line in lines:
                self._hear(line)


def how_it_ended(status: int) -> str:
    """Say a status as Popen has it: below zero is the number of a signal."""
    return f"status {status}" if status >= 0 else f"killed by {signal.Signals(-status).name}"
