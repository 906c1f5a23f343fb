"""The primary dies for good, and a standby takes its place."""

import shutil
import signal
import subprocess
import time
from pathlib import Path

from tests.faults.certificate.services import Services, free_port
from tests.faults.hardships.hardship import Facts, Hardship, Play
from tests.faults.hardships.server import Server

STANDBY = "standby"


class Failover(Hardship):
    """The power of the primary goes; its synchronous standby is promoted, and gets its address.

    What was committed, and so what was seen, is on the standby. A relay that remembers a tick or a
    position which never got there skips events or doubles effects.
    """

    name = "failover"

    def __init__(self) -> None:
        self._standby: subprocess.Popen[bytes] | None = None
        self._data = self._left_behind = Path()

    def prepare(self, services: Services) -> None:
        server = Server(services)
        self._programs = server.programs()
        self._data = self._left_behind = self._copied(server)
        self._standby = self._programs.start(
            "postgres", "-D", str(self._data), "-c", f"port={free_port()}"
        )
        server.command(f"ALTER SYSTEM SET synchronous_standby_names = '{STANDBY}'")
        server.command("SELECT pg_reload_conf()")
        while not server.command("SELECT pid FROM pg_stat_replication WHERE sync_state = 'sync'"):
            time.sleep(0.1)

    def befall(self, play: Play) -> Facts:
        server, begun = Server(play.services), time.monotonic()
        server.vanish()
        self._programs.run("pg_ctl", "promote", "--wait", "-D", str(self._data))
        self._standby.send_signal(signal.SIGINT)
        self._standby.wait()
        self._left_behind = server.data
        server.move_to(self._data)
        play.services.start()
        return {"the primary was away for, s": round(time.monotonic() - begun, 1)}

    def close(self) -> None:
        if self._standby:
            self._standby.kill()
            self._standby.wait()
            shutil.rmtree(self._left_behind)

    def _copied(self, server: Server) -> Path:
        """The data of a standby that follows the server."""
        data = server.data.with_name(f"{server.data.name}-{STANDBY}")
        self._programs.make_folder(data)
        source = f"{server.address}?application_name={STANDBY}"
        self._programs.run("pg_basebackup", "-D", str(data), "-d", source, "-R", "-c", "fast")
        return data
