"""Numbers of documents: one statement each, and the last lock that its transaction takes."""

from django.db import connection

_NEXT = "UPDATE orders_invoiceseries SET last = last + 1 WHERE name = %s RETURNING last"
_FIRST = """
INSERT INTO orders_invoiceseries (name, last) VALUES (%s, 1)
ON CONFLICT (name) DO UPDATE SET last = orders_invoiceseries.last + 1 RETURNING last
"""


def next_number(series: str) -> int:
    """The number after the last one of the series, which is begun if need be.

    It is ours until the transaction ends; of one that is rolled back it was never taken.
    """
    with connection.cursor() as cursor:
        for statement in (_NEXT, _FIRST):
            cursor.execute(statement, [series])
            if row := cursor.fetchone():
                return int(row[0])
    raise LookupError(f"Series {series} has no next number.")
