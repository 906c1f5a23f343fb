"""After a test with real commits, the tables it wrote to are empty again.

Django empties every table and then writes the permissions anew, which takes longer than most tests.
TRUNCATE makes every index anew, of all tables that refer to these as well: to delete a few rows
takes a tenth of that.
"""

from django.db import connection, transaction
from django.test import TransactionTestCase

# The same at all times, written by `migrate`.
KEPT = {"django_migrations", "django_content_type", "auth_permission"}

MOST_BYTES = 256 * 1024
_LARGEST = """
SELECT max(pg_relation_size(written) + (
    SELECT coalesce(sum(pg_relation_size(relid)), 0) FROM pg_partition_tree(written)
)) FROM unnest(%s::regclass[]) written
"""
_GUARDED = """
SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger
WHERE NOT tgisinternal AND tgrelid = ANY(%s::regclass[])
"""


def pytest_configure() -> None:
    TransactionTestCase._fixture_teardown = lambda _: _empty_tables()


def _empty_tables() -> None:
    written = _tables_with_rows()
    if written and _is_large(written):
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {', '.join(written)} CASCADE")
    elif written:
        _delete_all(written)


def _is_large(tables: list[str]) -> bool:
    """Whether deleted rows of any of them should not lie there any longer."""
    with connection.cursor() as cursor:
        cursor.execute(_LARGEST, [tables])
        ((size,),) = cursor.fetchall()
    return size > MOST_BYTES


def _delete_all(tables: list[str]) -> None:
    """Like TRUNCATE, it waits for whoever is late; guards of what is only added to look away."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {', '.join(tables)}")
        cursor.execute(_GUARDED, [tables])
        guarded = [table for (table,) in cursor.fetchall()]
        for table in guarded:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        # In one statement, because what refers to each other goes together.
        deleting = (
            f"gone_{number} AS (DELETE FROM {table})"  # noqa: S608
            for number, table in enumerate(tables)
        )
        cursor.execute(f"WITH {', '.join(deleting)} SELECT")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in guarded:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _tables_with_rows() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_question())
        return [table for (table,) in cursor.fetchall()]


def _question() -> str:
    tables = connection.introspection.django_table_names(include_views=False)
    return " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\")"  # noqa: S608
        for table in sorted(set(tables) - KEPT)
    )
