"""Keeps relays away from a consumer for a moment, and makes them look at it anew."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction

from outbox_relay.failures import is_transient
from shop.kernel.errors import DomainError, NotFound

# Longer than any event takes, shorter than the patience of an operator.
LOCK_TIMEOUT = "10s"

_LOCK = "SELECT id FROM outbox_cursor WHERE consumer = %s ORDER BY shard FOR UPDATE"
_NAMES = "SELECT DISTINCT consumer FROM outbox_cursor ORDER BY consumer"
_START_OVER = """
UPDATE outbox_cursor SET epoch = epoch + 1, owner = '', lease_until = NULL WHERE consumer = %s
"""


@contextmanager
def alone_with(consumer: str) -> Iterator[None]:
    """The block is a transaction in which no relay moves the consumer or one of its lines.

    Keep it short: a relay waits for the cursor no longer than 200 ms, then comes again later.
    Raises NotFound if the consumer has no cursor, and DomainError if it is busy for too long.
    """
    with transaction.atomic():
        _lock(consumer)
        yield


def let_owners_start_over(consumer: str) -> None:
    """Whoever moves a lane of the consumer loses it, and reads it anew when it takes it again.

    For every change of what an owner keeps in memory: which aggregates are parked, which event is
    the head of a line, whether the consumer is paused.
    """
    with connection.cursor() as cursor:
        cursor.execute(_START_OVER, [consumer])


def refuse_unknown(consumer: str) -> None:
    """Raises NotFound if the consumer has no cursor."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMES)
        names = [name for (name,) in cursor.fetchall()]
    if consumer not in names:
        known = ", ".join(names) or "none"
        raise NotFound(f"There is no cursor for {consumer!r}. There are: {known}.")


def _lock(consumer: str) -> None:
    refuse_unknown(consumer)
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
        try:
            cursor.execute(_LOCK, [consumer])
        except OperationalError as failure:
            if not is_transient(failure):
                raise
            raise DomainError(
                f"A relay is busy with an event of {consumer} for {LOCK_TIMEOUT} now. Try again."
            ) from failure
