"""Makes a database cluster: half-finished in a folder beside, then renamed when it is whole."""

import os
import shutil
from pathlib import Path

from shop.engines.errors import EngineError
from shop.engines.places import Place

DATABASE = ROLE = "tradewind"
LOCALES = ("C.UTF-8", "C")
FIRST_STATEMENTS = """\
CREATE ROLE {role} LOGIN CREATEDB PASSWORD '{password}' IN ROLE pg_monitor;
CREATE EXTENSION pg_stat_statements;
CREATE DATABASE {database} OWNER {role};
"""


def make_cluster(place: Place, *, password: str, lease: int) -> None:
    """Make a cluster with the shop's role and database, safe on disk, or nothing at all."""
    unfinished = place.data.with_name("data.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    _initialise(place, unfinished, lease=lease)
    _add_role_and_database(place, unfinished, password=password, lease=lease)
    place.runner.run(place.program("initdb"), "--sync-only", "-D", unfinished, lease=lease)
    unfinished.rename(place.data)
    _sync_folder(place.data.parent)


def _initialise(place: Place, unfinished: Path, *, lease: int) -> None:
    """Sort by code point everywhere; the locale of the system only classifies characters."""
    failures = []
    for locale in LOCALES:
        try:
            _initdb(place, unfinished, locale=locale, lease=lease)
        except EngineError as failure:
            failures.append(str(failure))
        else:
            return
    raise EngineError(
        f"A new database could not be made in {unfinished.parent}. Look for a full disk or "
        "missing rights there and start again.\n" + "\n".join(failures)
    )


def _initdb(place: Place, unfinished: Path, *, locale: str, lease: int) -> None:
    options = {
        "--encoding": "UTF8",
        "--locale-provider": "builtin",
        "--builtin-locale": "C.UTF-8",
        "--locale": locale,
        "--auth": "reject",
        "--username": "postgres",
    }
    words = [f"{option}={value}" for option, value in options.items()]
    program = place.program("initdb")
    place.runner.run(program, *words, "--no-sync", "-D", unfinished, lease=lease)


def _add_role_and_database(place: Place, unfinished: Path, *, password: str, lease: int) -> None:
    statements = FIRST_STATEMENTS.format(role=ROLE, database=DATABASE, password=password)
    single = (place.program("postgres"), "--single", "-F", "-D", unfinished)
    strict = ("-c", "exit_on_error=on", "-c", "log_min_error_statement=panic")
    place.runner.run(*single, *strict, "template1", lease=lease, text=statements)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
