from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import SubprocessError

from shop.engines import lifecycle
from shop.engines.errors import EngineError
from shop.engines.postgres import Postgres
from shop.engines.valkey import Valkey

DEFAULT_FOLDER = Path(__file__).resolve().parents[2] / "var"


def start_postgres(folder: Path) -> str:
    """Start PostgreSQL or join the running one; return its DATABASE_URL once it answers."""
    with _troubles_in(folder):
        return lifecycle.start(Postgres(folder))


def start_valkey(folder: Path) -> str:
    """Start Valkey or join the running one; return its REDIS_URL once it answers."""
    with _troubles_in(folder):
        return lifecycle.start(Valkey(folder))


def address_of_postgres(folder: Path) -> str | None:
    """Return the DATABASE_URL of the running PostgreSQL, or None; nothing is started."""
    with _troubles_in(folder):
        return lifecycle.address_of(Postgres(folder))


def address_of_valkey(folder: Path) -> str | None:
    """Return the REDIS_URL of the running Valkey, or None; nothing is started."""
    with _troubles_in(folder):
        return lifecycle.address_of(Valkey(folder))


def stop(folder: Path) -> None:
    """Stop both engines of the folder and wait for their last process."""
    with _troubles_in(folder):
        lifecycle.stop(Valkey(folder))
        lifecycle.stop(Postgres(folder))


@contextmanager
def _troubles_in(folder: Path) -> Iterator[None]:
    try:
        yield
    except PermissionError as trouble:
        raise EngineError(
            f"The engines in {folder} belong to another user ({trouble}). "
            "Run the command as that user, or choose another folder."
        ) from trouble
    except (OSError, SubprocessError) as trouble:
        raise EngineError(
            f"The engines in {folder} met trouble with the system: {trouble}. "
            "Mend that (a full disk, a missing folder) and start again."
        ) from trouble
