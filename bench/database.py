"""The database server as a bench sees it: its processes, and the statements it was asked."""

from dataclasses import dataclass

from django.db import DatabaseError, connection, transaction

from bench.processors import parent_of

# The checks of foreign keys at the commit are the server's own questions, not ours.
_CALLS = """
SELECT coalesce(sum(calls), 0) FROM pg_stat_statements
WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND query NOT IN ('BEGIN', 'COMMIT') AND query NOT LIKE '%% FROM ONLY %%'
"""


def postmaster() -> int:
    """The process that all others of the server descend from. It must run on this machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return parent_of(cursor.fetchone()[0])


@dataclass(frozen=True)
class StatementCount:
    """How many statements the database was asked so far; BEGIN and COMMIT are not counted."""

    calls: int

    def since(self, earlier: "StatementCount") -> int:
        return self.calls - earlier.calls


def counted_statements() -> StatementCount | None:
    """None if the server does not keep count for us."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_CALLS)
            return StatementCount(int(cursor.fetchone()[0]))
    except DatabaseError:
        return None
