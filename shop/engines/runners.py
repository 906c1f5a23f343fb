import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from pwd import struct_passwd

from shop.engines.errors import EngineError

SHELL = "/bin/sh"
IN_THE_BACKGROUND = '"$@" &'
PATIENCE_SECONDS = 120.0


@dataclass(frozen=True, kw_only=True)
class Runner:
    """Runs programs with chosen rights, each in a session of its own and holding a lease."""

    prefix: tuple[str, ...] = ()
    account: struct_passwd | None = None

    def run(self, *command: str | Path, lease: int, text: str = "") -> str:
        """Run to the end, with the text as input; return what it wrote.

        Raise EngineError with its last lines when it fails.
        """
        done = self._run([*self.prefix, *command], lease=lease, text=text, output=subprocess.PIPE)
        if done.returncode != 0:
            raise EngineError(
                f"{Path(command[0]).name} failed with status {done.returncode}:\n"
                f"{done.stdout.strip()}"
            )
        return done.stdout

    def launch(self, *command: str | Path, lease: int, log: Path) -> None:
        """Start a server that outlives this process; what it writes goes to the log."""
        background = (SHELL, "-c", IN_THE_BACKGROUND, SHELL, *self.prefix, *command)
        with log.open("ab") as output:
            self._run(background, lease=lease, output=output.fileno())

    def can_run(self, *command: str | Path, lease: int) -> bool:
        """Tell whether the command is possible with these rights, by doing it."""
        try:
            self.run(*command, lease=lease)
        except (EngineError, OSError):
            return False
        return True

    def _run(
        self, command: Sequence[str | Path], *, lease: int, output: int, text: str = ""
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603  (every word of the command is ours)
            command,
            input=text,
            stdout=output,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            timeout=PATIENCE_SECONDS,
            check=False,
            cwd="/",
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"},
            umask=0o077,
            start_new_session=True,
            pass_fds=(lease,),
            user=self.account.pw_uid if self.account else None,
            group=self.account.pw_gid if self.account else None,
            extra_groups=[] if self.account else None,
        )
