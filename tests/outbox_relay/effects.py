"""A table for the effects of test handlers: every insert is one more effect, none is ever lost."""

from collections import Counter

from django.db import connection

from shop.events.catalog import ProductWithdrawn
from shop.kernel.bus import heard_event_id

_CREATE = """
CREATE TABLE test_effect (
    n bigserial PRIMARY KEY, consumer text NOT NULL, event_id uuid NOT NULL, label text NOT NULL)
"""
_NOTE = "INSERT INTO test_effect (consumer, event_id, label) VALUES (%s, %s, %s)"
_LABELS = "SELECT label FROM test_effect WHERE consumer = %s ORDER BY n"
_TRANSACTIONS = """
SELECT count(*) FROM test_effect WHERE consumer = %s GROUP BY xmin ORDER BY min(n)
"""


class Effects:
    """What handlers of each consumer did, in order."""

    def create(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS test_effect")
            cursor.execute(_CREATE)

    def drop(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE test_effect")

    def note(self, consumer: str, event: ProductWithdrawn) -> None:
        """One effect, in the transaction of the handler that is running."""
        with connection.cursor() as cursor:
            cursor.execute(_NOTE, [consumer, heard_event_id(), event.skus[0]])

    def of(self, consumer: str) -> list[str]:
        """The labels of the events that had an effect, once per effect."""
        with connection.cursor() as cursor:
            cursor.execute(_LABELS, [consumer])
            return [label for (label,) in cursor.fetchall()]

    def transactions(self, consumer: str) -> list[int]:
        """How many effects each transaction had, in order."""
        with connection.cursor() as cursor:
            cursor.execute(_TRANSACTIONS, [consumer])
            return [count for (count,) in cursor.fetchall()]

    def doubled(self, consumer: str) -> list[str]:
        return [label for label, times in Counter(self.of(consumer)).items() if times > 1]
