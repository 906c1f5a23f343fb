"""The PostgreSQL of the services as its administrator sees it."""

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests.faults.certificate.services import Services

GONE_SECONDS = 0.05
_END = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE usename = %s AND application_name IS DISTINCT FROM nullif(%s, '')
"""


_COMMITTING = """
SELECT pid FROM pg_stat_activity
WHERE usename = %s AND state = 'active' AND upper(query) LIKE 'COMMIT%%'
"""


class Server:
    """Superuser's statements, and the processes of the server."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._port = services.environment["PGPORT"]

    @property
    def address(self) -> str:
        """Of the shop's database, for the superuser."""
        name = self._services.environment["PGDATABASE"]
        return f"postgresql://postgres@127.0.0.1:{self._port}/{name}"

    @property
    def pid(self) -> int:
        return self._services.pid_of("postgres")

    @property
    def data(self) -> Path:
        return Path(self._data_file.read_text().strip())

    def move_to(self, data: Path) -> None:
        """From the next start on, the server has these data."""
        self._data_file.write_text(f"{data}")

    def command(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """One statement of the superuser's, in a session and a transaction of its own."""
        with psycopg.connect(self.address, autocommit=True) as session:
            done = session.execute(statement, values or None)
            return done.fetchall() if done.description else []

    def forget_statements(self) -> None:
        """What was asked is counted anew from here."""
        self.command("SELECT pg_stat_statements_reset()")

    def end_sessions(self, *, but: str = "") -> int:
        """Ends all sessions of the shop's role but those of one application; says how many."""
        return len(self.command(_END, [self._services.environment["PGUSER"], but]))

    def crash_at_commit(self) -> None:
        """kill -9 of a backend of the shop's that is about to commit, or has just done so.

        PostgreSQL ends all sessions then, this one too, and recovers from its log. Returns when it
        answers again.
        """
        values = [self._services.environment["PGUSER"]]
        with (
            suppress(psycopg.OperationalError),
            psycopg.connect(self.address, autocommit=True) as session,
        ):
            while True:
                for (pid,) in session.execute(_COMMITTING, values).fetchall():
                    with suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
        while not self._answers():
            time.sleep(GONE_SECONDS)

    def _answers(self) -> bool:
        with suppress(psycopg.OperationalError):
            return bool(self.command("SELECT 1"))
        return False

    def restart(self, how: signal.Signals) -> None:
        """SIGINT ends it in order, SIGQUIT at once. Returns when it answers again."""
        pid = self.pid
        os.kill(pid, how)
        while _lives(pid):
            time.sleep(GONE_SECONDS)
        self._services.start()

    @property
    def _data_file(self) -> Path:
        return self._services.folder / "run" / "pgdata"

    def vanish(self) -> None:
        """All of its processes stop in the same moment, as if the power was cut."""
        pids = [*_children(self.pid), self.pid]
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        while _lives(self.pid):
            time.sleep(GONE_SECONDS)

    def programs(self) -> "Programs":
        """Those of the server's release; they can be started when the server is gone, too."""
        return Programs(
            folder=Path(f"/proc/{self.pid}/exe").readlink().parent,
            owner=self.data.stat(),
            log=self._services.folder / "log" / "postgres.log",
        )


@dataclass(frozen=True)
class Programs:
    """PostgreSQL's programs, run as the account that owns the server's data."""

    folder: Path
    owner: os.stat_result
    log: Path

    def start(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        account: dict[str, Any] = {"user": self.owner.st_uid, "group": self.owner.st_gid}
        with self.log.open("ab") as log:
            return subprocess.Popen(  # noqa: S603
                [self.folder / name, *arguments],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **(account if os.getuid() == 0 else {}),
            )

    def run(self, name: str, *arguments: str) -> None:
        """Raises CalledProcessError if it does not end well."""
        if code := self.start(name, *arguments).wait():
            raise subprocess.CalledProcessError(code, name)

    def make_folder(self, folder: Path) -> None:
        """An empty folder for a server's data."""
        folder.mkdir(mode=0o700)
        if os.getuid() == 0:
            os.chown(folder, self.owner.st_uid, self.owner.st_gid)


def _children(parent: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def _lives(pid: int) -> bool:
    """False for the dead, even if nobody has buried them."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
