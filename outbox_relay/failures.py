"""Which failures are an event's own, which only need another try, and what may be said of them."""

import random
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError, connection
from psycopg import errors as postgres

R = TypeVar("R")

IN_PLACE_RETRIES = 3

_TRANSIENT = (postgres.SerializationFailure, postgres.DeadlockDetected, postgres.LockNotAvailable)


class Sayable(Exception):
    """Its sentence may be shown: it names records and numbers, never what an event says."""


class SinkFailed(Sayable):
    """Some records may not have been stored; the relay goes back to its last checkpoint."""


class RecordRefused(Sayable):
    """The sink will never take this record; others it takes."""


class TopicRefused(RecordRefused):
    """The sink takes nothing for this topic at present; for others it may."""

    def __init__(self, topic: str, why: str) -> None:
        super().__init__(why)
        self.topic = topic


class RelayDied(Sayable):
    """Whoever handled this event ended, again and again, without a word."""


class LineMoved(Sayable):
    """Somebody else works on the line of a parked aggregate, or has done so meanwhile."""


class ConsumerStopped(Sayable):
    """So much fails at once that it cannot be the events: the consumer waits where it stands."""


def is_transient(failure: Exception) -> bool:
    """True if another transaction was in the way: a moment later it may well succeed."""
    return isinstance(failure, OperationalError) and isinstance(failure.__cause__, _TRANSIENT)


def patiently(work: Callable[[], R]) -> R:
    """Does the work, at once again while another transaction is in the way, three times at most.

    Returns what it returns. Raises whatever the work raises.
    """
    for _ in range(IN_PLACE_RETRIES):
        try:
            return work()
        except Exception as failure:
            if not is_transient(failure):
                raise
            time.sleep(random.uniform(0.01, 0.1))  # noqa: S311 - jitter
    return work()


class Session:
    """This thread's database session, as it is now.

    Django opens a new one by itself when the old one breaks inside a transaction, so only a look
    at which session it is tells that.
    """

    def __init__(self) -> None:
        connection.ensure_connection()
        self._session = connection.connection

    def raise_if_lost(self, failure: Exception) -> None:
        """Raises OperationalError if the session broke meanwhile: that is no event's fault."""
        if connection.connection is not self._session or self._session.closed:
            raise OperationalError("The connection to the database was lost.") from failure
