from pathlib import Path
from signal import SIGKILL, SIGTERM

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from shop.engines.binaries import valkey_server
from shop.engines.engine import Engine
from shop.engines.ports import HOST
from shop.engines.processes import command_of
from shop.engines.runners import Runner
from shop.engines.state import write_privately

# Queues live here beside the cache, so nothing may be evicted: a full server refuses writes.
SETTINGS = """\
bind {host}
port {port}
requirepass {password}
dir {folder}
pidfile {pidfile}
logfile ""
loglevel notice
daemonize no
set-proc-title no
save ""
appendonly no
maxmemory 256mb
maxmemory-policy noeviction
"""


class Valkey(Engine):
    """A Valkey server that keeps nothing on disk."""

    name = "Valkey"
    folder_name = "valkey"
    ports = range(16379, 16479)
    farewells = ((SIGTERM, 10.0), (SIGKILL, 5.0))

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._settings = self.state.folder / "valkey.conf"
        self._pidfile = self.state.folder / "valkey.pid"

    def address(self, port: int) -> str:
        return f"redis://:{self.state.password()}@{HOST}:{port}/0"

    def prepare(self, *, lease: int) -> None:
        self._pidfile.unlink(missing_ok=True)

    def launch(self, *, port: int, lease: int) -> None:
        settings = SETTINGS.format(
            host=HOST,
            port=port,
            password=self.state.password(),
            folder=_quoted(self.state.folder),
            pidfile=_quoted(self._pidfile),
        )
        write_privately(self._settings, settings)
        Runner().launch(valkey_server(), self._settings, lease=lease, log=self.state.log)

    def answers(self, address: str) -> bool:
        patient_once = Retry(NoBackoff(), 0)
        try:
            with redis.Redis.from_url(address, socket_timeout=2, retry=patient_once) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def pid(self) -> int | None:
        recorded = self._pidfile.read_text().strip() if self._pidfile.exists() else ""
        if not recorded or valkey_server().name not in command_of(int(recorded)):
            return None
        return int(recorded)

    def end_orphans(self) -> None:
        """A Valkey server is a single process: it leaves nobody behind."""


def _quoted(path: Path) -> str:
    escaped = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
