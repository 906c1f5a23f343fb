"""Keeps the outbox tidy: partitions ahead of the sequence, old ticks thinned out."""

import logging
import threading

from django.db import DatabaseError, InterfaceError, connection, transaction

EVERY_SECONDS = 60
MILLION_IDS_AHEAD = 6
LOCK_TIMEOUT = "2s"

_ADD_PARTITIONS = "SELECT outbox_add_partitions(%s)"
# One tick a minute stays, so that "everything since ten o'clock" can be asked for.
_THIN_TICKS = """
DELETE FROM outbox_tick
WHERE n < (SELECT min(tick) FROM outbox_cursor) AND at < now() - interval '10 minutes'
  AND n NOT IN (SELECT max(n) FROM outbox_tick GROUP BY date_trunc('minute', at))
"""

logger = logging.getLogger(__name__)


class Janitor(threading.Thread):
    """Tidies up once a minute. That several relays do so at once does no harm."""

    def __init__(self, *, stopping: threading.Event) -> None:
        super().__init__(name="janitor")
        self._stopping = stopping

    def run(self) -> None:
        while not self._stopping.wait(EVERY_SECONDS):
            try:
                tidy_up()
            except (DatabaseError, InterfaceError) as failure:
                logger.warning("the janitor comes back later: %s", failure)
            finally:
                connection.close()


def tidy_up() -> None:
    """Adds missing partitions, and deletes ticks that no consumer needs any more.

    Raises OperationalError if the outbox cannot be locked at once; events then go on into the
    partitions that are there, at last into the default one.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
        cursor.execute(_ADD_PARTITIONS, [MILLION_IDS_AHEAD])
    with connection.cursor() as cursor:
        cursor.execute(_THIN_TICKS)
