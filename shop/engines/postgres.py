from pathlib import Path
from signal import SIGINT, SIGKILL, SIGQUIT

import psycopg
from psycopg.conninfo import make_conninfo

from shop.engines.clusters import DATABASE, ROLE, make_cluster
from shop.engines.engine import Engine
from shop.engines.errors import EngineError
from shop.engines.places import existing_place, new_place
from shop.engines.ports import HOST
from shop.engines.processes import command_of, processes_inside, send
from shop.engines.settings import write_settings

# Said aloud, so that PG... variables of whoever starts the engine do not get in the way.
UNDISTURBED: dict[str, str | int] = {
    "hostaddr": HOST,
    "sslmode": "disable",
    "gssencmode": "disable",
    "options": "",
    "connect_timeout": 2,
}


class Postgres(Engine):
    """A PostgreSQL server with a cluster of its own, durable like any other."""

    name = "PostgreSQL"
    folder_name = "postgres"
    ports = range(15432, 15532)
    farewells = ((SIGINT, 30.0), (SIGQUIT, 10.0), (SIGKILL, 5.0))

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._data = self.state.folder / "data"
        self._pidfile = self._data / "postmaster.pid"

    def address(self, port: int) -> str:
        return f"postgresql://{ROLE}:{self.state.password()}@{HOST}:{port}/{DATABASE}"

    def prepare(self, *, lease: int) -> None:
        if not self._data.exists():
            self._make_cluster(lease=lease)
        if not self.state.has_password():
            raise EngineError(
                f"The password of the database in {self._data} is lost: {self.state.folder} has "
                "no file `password`. Put it back, or move the folder away to begin anew."
            )
        self._forget_dead_server()

    def launch(self, *, port: int, lease: int) -> None:
        place = existing_place(self._data, lease=lease)
        write_settings(place.data, role=ROLE, port=port)
        postgres = place.program("postgres")
        place.runner.launch(postgres, "-D", place.data, lease=lease, log=self.state.log)

    def answers(self, address: str) -> bool:
        question = make_conninfo(address, **UNDISTURBED)
        try:
            with psycopg.connect(question) as connection:
                connection.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def pid(self) -> int | None:
        pid, folder = self._recorded_server()
        return pid if pid is not None and folder in command_of(pid) else None

    def end_orphans(self) -> None:
        # The list comes before the record: a server started in between is in neither.
        processes = processes_inside(self._data)
        recorded, _ = self._recorded_server()
        if recorded is None or recorded in processes or self.pid() is not None:
            return
        for pid in processes:
            send(SIGKILL, to=pid)

    def _make_cluster(self, *, lease: int) -> None:
        place = new_place(self._data, lease=lease)
        make_cluster(place, password=self.state.password(), lease=lease)
        if place.data != self._data:
            self._data.unlink(missing_ok=True)
            self._data.symlink_to(place.data)

    def _forget_dead_server(self) -> None:
        """Remove the record of a killed server: its process id may be somebody else's by now."""
        if (pid := self.pid()) is not None:
            raise EngineError(
                f"A PostgreSQL server (process {pid}) that was started by other means uses "
                f"{self._data}. Stop it and start again."
            )
        self._pidfile.unlink(missing_ok=True)

    def _recorded_server(self) -> tuple[int | None, str]:
        try:
            pid, folder = self._pidfile.read_text().splitlines()[:2]
        except (FileNotFoundError, ValueError):
            return None, ""
        return int(pid), folder
