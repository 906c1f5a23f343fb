"""The ground a bench stands on: a state folder and a database of its own, gone afterwards."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from shop import engines

BROKERS = os.environ.get("KAFKA_BOOTSTRAP_SERVERS", "")
"""The Kafka that was named when the bench began; the shop on this ground writes files."""

_END_SESSIONS = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = %s AND usename = current_user
"""


class UnfairGround(RuntimeError):
    """The database is set up faster than a shop may run it."""


@contextmanager
def own_ground() -> Iterator[Path]:
    """Sets up Django on a fresh, migrated database; yields the state folder.

    The database is on `DATABASE_URL`'s server when that is set, else on an embedded one. Must run
    before anything imports Django's settings.
    """
    with TemporaryDirectory(prefix="tradewind-bench-") as folder:
        os.environ["TRADEWIND_STATE"] = folder
        os.environ["KAFKA_BOOTSTRAP_SERVERS"] = ""
        os.environ["LOG_LEVEL"] = "WARNING"
        # Counted like everywhere, but a bench is one caller who asks without end.
        os.environ["API_READS_PER_MINUTE"] = os.environ["API_WRITES_PER_MINUTE"] = "100000000"
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        with _own_database(Path(folder)) as url:
            os.environ["DATABASE_URL"] = url
            _set_up()
            try:
                yield Path(folder)
            finally:
                _close()


def server_settings() -> dict[str, str]:
    """The server's version and durability. Raises UnfairGround unless every commit is durable."""
    from django.db import connection

    names = ("server_version", "fsync", "synchronous_commit")
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"current_setting('{name}')" for name in names))
        found = dict(zip(names, cursor.fetchone(), strict=True))
    if found["fsync"] != "on" or found["synchronous_commit"] != "on":
        raise UnfairGround(f"Switch fsync and synchronous_commit on to measure: {found}.")
    return found


@contextmanager
def _own_database(folder: Path) -> Iterator[str]:
    configured = os.environ.get("DATABASE_URL")
    if configured:
        with database_beside(configured) as url:
            yield url
        return
    try:
        yield engines.start_postgres(folder)
    finally:
        engines.stop(folder)


@contextmanager
def database_beside(url: str) -> Iterator[str]:
    """Another, empty database on the server of this one; gone when the block is left."""
    name = f"tradewind_bench_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlsplit(url)._replace(path=f"/{name}").geturl()
        finally:
            # Not WITH (FORCE), which may not end a vacuum of the server's own; the plain one may.
            server.execute(_END_SESSIONS, [name])
            server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


def _set_up() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def _close() -> None:
    from django.db import connections

    connections.close_all()
