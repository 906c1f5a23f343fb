"""After a test with real commits, the tables it wrote to are empty again.

Django empties every table and then writes the permissions anew, which takes longer than most tests.
"""

from django.db import connection
from django.test import TransactionTestCase

# The same at all times, written by `migrate`.
KEPT = {"django_migrations", "django_content_type", "auth_permission"}


def pytest_configure() -> None:
    TransactionTestCase._fixture_teardown = lambda _: _empty_tables()


def _empty_tables() -> None:
    written = ", ".join(_tables_with_rows())
    if written:
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {written} CASCADE")


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
