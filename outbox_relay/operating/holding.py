"""Keeps relays away from a consumer for a moment, and makes them look at it anew."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction

from outbox_relay.failures import is_transient
from outbox_relay.inbox.arrivals import wait_for
from outbox_relay.inbox.standing import app_of_inbox
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
    refuse_unknown(consumer)
    with transaction.atomic():
        with _patience(consumer):
            _run(_LOCK, consumer)
        yield


@contextmanager
def alone_with_line(consumer: str, key: str) -> Iterator[None]:
    """The block is a transaction in which nobody moves the consumer's line of the aggregate.

    The lines of an inbox have no cursor: those who work on them lock the aggregate. Raises NotFound
    if it was never heard of, and else as `alone_with`.
    """
    app = app_of_inbox(consumer)
    if app is None:
        with alone_with(consumer):
            yield
        return
    with transaction.atomic():
        with _patience(consumer):
            known = wait_for(app, key)
        if not known:
            raise NotFound(f"{app} never heard of {key!r} through Kafka. A key reads order:<id>.")
        yield


def let_owners_start_over(consumer: str) -> None:
    """Whoever moves a lane of the consumer loses it, and reads it anew when it takes it again.

    For every change of what an owner keeps in memory: which aggregates are parked, which event is
    the head of a line, whether the consumer is paused.
    """
    _run(_START_OVER, consumer)


def refuse_unknown(consumer: str) -> None:
    """Raises NotFound if the consumer has no cursor."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMES)
        names = [name for (name,) in cursor.fetchall()]
    if consumer not in names:
        known = ", ".join(names) or "none"
        raise NotFound(f"There is no cursor for {consumer!r}. There are: {known}.")


@contextmanager
def _patience(consumer: str) -> Iterator[None]:
    """Of an operator, for the locks of the block."""
    _run(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
    try:
        yield
    except OperationalError as failure:
        if not is_transient(failure):
            raise
        raise DomainError(
            f"Somebody is busy with an event of {consumer} for {LOCK_TIMEOUT} now. Try again."
        ) from failure


def _run(statement: str, *values: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
