"""Is the database the one that the promises rest on?"""

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from shop.kernel import clock
from shop.operations.doctor.findings import Ailment, Gravity

OLDEST, NEWEST = 15, 18
SKEW_SECONDS = 2.0
EXTENSIONS = ("btree_gist", "fuzzystrmatch", "pg_trgm", "unaccent")
_ADVICE = {
    "fsync": ("on", "committed orders may be lost when the machine fails"),
    "full_page_writes": ("on", "a crash may leave torn pages"),
    "synchronous_commit": ("on", "an event may be seen and then lost"),
}
# What other levels of synchronous_commit promise is at least as much, but for one.
_UNSAFE = {"off", "local"}
_PARTITIONS = """
SELECT coalesce(max(to_id), 0) - outbox_last_id(),
       EXISTS (SELECT FROM outbox_event_default)
FROM outbox_partition
"""
_ROOM = 500_000


def unusable(error: Exception) -> Ailment:
    """The database did not answer as a database of the shop does."""
    return Ailment(
        part="database",
        sentence=f"It cannot be used: {str(error).strip().splitlines()[0]}",
        remedy="Start PostgreSQL, correct DATABASE_URL, then run `manage.py prepare`.",
    )


def version_is_known() -> Iterator[Ailment]:
    version = int(_one("SHOW server_version_num")) // 10_000
    if not OLDEST <= version <= NEWEST:
        yield Ailment(
            part="database",
            sentence=f"PostgreSQL {version} is not one that the shop was tried with.",
            remedy=f"Use PostgreSQL {OLDEST} to {NEWEST}.",
            gravity=Gravity.ILL if version < OLDEST else Gravity.FRAIL,
        )


def settings_keep_promises() -> Iterator[Ailment]:
    for name, (wanted, harm) in _ADVICE.items():
        value = _one("SELECT current_setting(%s)", name)
        if value in _UNSAFE:
            yield Ailment(
                part="database",
                sentence=f"{name} is {value}: {harm}.",
                remedy=f"ALTER SYSTEM SET {name} = '{wanted}'; SELECT pg_reload_conf();",
            )
    if _one("SELECT pg_is_in_recovery()"):
        yield Ailment(
            part="database",
            sentence="It is a standby, which takes no orders.",
            remedy="Let DATABASE_URL name the primary.",
        )


def migrations_are_applied() -> Iterator[Ailment]:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        names = ", ".join(f"{step.app_label}.{step.name}" for step, _ in missing[:5])
        yield Ailment(
            part="database",
            sentence=f"{len(missing)} migrations are not applied, first {names}.",
            remedy="manage.py prepare",
        )


def extensions_are_there() -> Iterator[Ailment]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension")
        present = {name for (name,) in cursor.fetchall()}
    for name in sorted(set(EXTENSIONS) - present):
        yield Ailment(
            part="database",
            sentence=f"The extension {name} is missing.",
            remedy=f"As its owner: CREATE EXTENSION {name};",
        )


def clocks_agree() -> Iterator[Ailment]:
    before = clock.now()
    theirs = _one("SELECT clock_timestamp()")
    after = clock.now()
    skew = max((before - theirs).total_seconds(), (theirs - after).total_seconds())
    if skew > SKEW_SECONDS:
        yield Ailment(
            part="clock",
            sentence=f"This machine and the database differ by {skew:.0f} s: holds lapse too early"
            " or too late, and tokens are refused.",
            remedy="Let both follow a time server, for example with chrony.",
        )


def partitions_lie_ahead() -> Iterator[Ailment]:
    if _one("SELECT to_regclass('outbox_partition')") is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(_PARTITIONS)
        room, is_used = cursor.fetchone()
    if is_used:
        yield Ailment(
            part="outbox",
            sentence="Events lie in the default partition: nobody made new ones in time.",
            remedy="Start `manage.py relay`: its janitor makes a partition of them.",
            gravity=Gravity.FRAIL,
        )
    if room < _ROOM:
        yield Ailment(
            part="outbox",
            sentence=f"There is room for {max(room, 0):,} more events in the partitions.",
            remedy="Start `manage.py relay`: its janitor adds partitions every minute.",
        )


def _one(statement: str, *values: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchone()[0]
