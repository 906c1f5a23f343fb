"""Brings the database up to date, and remembers that it is, so that a later start is quick."""

import hashlib
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Event

import psycopg

from shop.operations.running.errors import CannotRun
from shop.operations.running.log import Log
from shop.operations.running.programs import PROJECT, Program, how_it_ended

NAME = "prepare"
COMMAND = (sys.executable, "manage.py", "prepare")
APPLIED = "SELECT string_agg(app || '.' || name, ' ' ORDER BY id) FROM django_migrations"


def prepare_database(
    folder: Path, *, environment: Mapping[str, str], log: Log, stopping: Event
) -> None:
    """Migrate and fill the database unless that is done; raise CannotRun when it fails."""
    note, url = folder / "prepared", environment["DATABASE_URL"]
    if note.exists() and note.read_text() == _state_of(url):
        return
    log.say("Preparing the database: its tables, and goods to sell the first time.")
    _prepare(environment=environment, log=log, stopping=stopping)
    if not stopping.is_set():
        note.write_text(_state_of(url))


def _prepare(*, environment: Mapping[str, str], log: Log, stopping: Event) -> None:
    program = Program(COMMAND, environment=environment, hear=lambda line: log.repeat(NAME, line))
    while not program.has_ended() and not stopping.wait(0.05):
        pass
    status = program.end()
    if status != 0 and not stopping.is_set():
        raise CannotRun(
            f"The database could not be prepared ({how_it_ended(status)}). The lines of "
            f"`{NAME}` above say why; once that is mended, start again: it goes on from there."
        )


def _state_of(url: str) -> str:
    """Return a digest of what the code wants and of what this database has."""
    digest = hashlib.sha256(_applied_migrations(url).encode())
    for path in _files_that_matter():
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _applied_migrations(url: str) -> str:
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            row = connection.execute(APPLIED).fetchone()
    except psycopg.errors.UndefinedTable:
        return ""
    except psycopg.OperationalError as trouble:
        raise CannotRun(
            f"The database that DATABASE_URL names cannot be used: {str(trouble).strip()}. "
            "Start it, or unset DATABASE_URL to get one from here."
        ) from trouble
    return str(row[0]) if row else ""


def _files_that_matter() -> Iterator[Path]:
    yield PROJECT / "requirements.txt"
    yield PROJECT / "shop/operations/roles/plan.py"
    yield from sorted(PROJECT.glob("*/*/migrations/*.py"))
    yield from sorted(PROJECT.glob("*/migrations/*.py"))
