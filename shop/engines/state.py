import os
import secrets
from pathlib import Path

LOG_LINES = 15


class EngineState:
    """The private folder of one engine: its lock, its log, its password, port and address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lock = folder / "running.lock"
        self.log = folder / "server.log"
        self._password = folder / "password"
        self._port = folder / "port"
        self._address = folder / "address"

    def create(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def has_password(self) -> bool:
        return self._password.exists()

    def password(self) -> str:
        """Return the password of this engine; the first call makes it up."""
        if not self.has_password():
            write_privately(self._password, secrets.token_urlsafe(24))
        return self._password.read_text()

    def last_port(self) -> int | None:
        return int(self._port.read_text()) if self._port.exists() else None

    def address(self) -> str | None:
        return self._address.read_text() if self._address.exists() else None

    def remember(self, *, port: int, address: str) -> None:
        write_privately(self._port, str(port))
        write_privately(self._address, address)

    def forget_address(self) -> None:
        self._address.unlink(missing_ok=True)

    def begin_log(self) -> None:
        """Keep the log of the run before this one, and drop older ones."""
        if self.log.exists():
            self.log.replace(self.log.with_suffix(".log.1"))

    def end_of_log(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return "\n".join(lines[-LOG_LINES:])


def write_privately(path: Path, text: str) -> None:
    """Replace the file whole, readable by its owner only."""
    unfinished = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    unfinished.replace(path)
