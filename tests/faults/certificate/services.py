"""A PostgreSQL and a Kafka of the certificate's own, because it kills them."""

import os
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.architecture.sources import ROOT

FOLDER = Path(os.environ.get("TRADEWIND_SERVICES", ROOT.parent / "shared" / "services"))
ATTEMPTS = 3
_PORTS = (
    *("PG_PORT", "KAFKA_PORT", "KAFKA_CONTROLLER_PORT", "KAFKA_BEHIND_PROXY_PORT"),
    "KAFKA_PROXY_PORT",
)


class NoServices(RuntimeError):
    """The certificate cannot start the engines that it has to kill."""


class Services:
    """Real engines in a folder of their own; `environment` is how to reach them."""

    def __init__(self, folder: Path) -> None:
        self._own = {
            **os.environ,
            "SERVICES_DIR": str(folder),
            "PG_DURABLE": "1",
            **{name: str(free_port()) for name in _PORTS},
        }
        # With it `ps`, by which the script knows its engines, would cut their lines.
        self._own.pop("COLUMNS", None)
        self.folder = folder
        self.environment: dict[str, str] = {}

    def start(self) -> None:
        """Starts what does not run. Raises NoServices if that fails, three times.

        A new broker's identity is drawn at random, and one in 64 begins with a dash, which Kafka's
        tool takes for an option; another attempt draws another.
        """
        for _ in range(ATTEMPTS):
            done = self._up()
            if done.returncode == 0:
                self.environment = dict(re.findall(r"(\w+)=(\S+)", done.stdout))
                return
        raise NoServices(f"The engines did not start: {done.stderr}")

    def _up(self) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603
            [FOLDER / "up.sh", "postgres", "kafka"],
            env=self._own,
            check=False,
            capture_output=True,
            text=True,
        )

    def pid_of(self, engine: str) -> int:
        """The process of "postgres" or "kafka"; dead perhaps."""
        return int(self._pid_file(engine).read_text())

    def follow(self, engine: str, pid: int) -> None:
        """From now on that process is the engine."""
        self._pid_file(engine).write_text(f"{pid}")

    def kill(self, engine: str) -> None:
        """kill -9; `start` starts it anew on the same data."""
        os.kill(self.pid_of(engine), signal.SIGKILL)

    def stop(self) -> None:
        subprocess.run(  # noqa: S603
            [FOLDER / "down.sh", "--purge"], env=self._own, check=False, capture_output=True
        )

    def _pid_file(self, engine: str) -> Path:
        return self.folder / "run" / f"{engine}.pid"


@contextmanager
def own_services(folder: Path) -> Iterator[Services]:
    """Raises NoServices where nobody can start them."""
    if not (FOLDER / "up.sh").exists():
        raise NoServices(
            f"There is no {FOLDER}/up.sh, which starts PostgreSQL and Kafka: name the folder that"
            " has it in TRADEWIND_SERVICES."
        )
    services = Services(folder)
    try:
        services.start()
        yield services
    finally:
        services.stop()


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
