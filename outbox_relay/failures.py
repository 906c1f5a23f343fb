"""Which failures of a handler are its own, and which only need another try."""

from django.db import OperationalError, connection
from psycopg import errors as postgres

_TRANSIENT = (postgres.SerializationFailure, postgres.DeadlockDetected, postgres.LockNotAvailable)


def is_transient(failure: Exception) -> bool:
    """True if another transaction was in the way: a moment later it may well succeed."""
    return isinstance(failure, OperationalError) and isinstance(failure.__cause__, _TRANSIENT)


def raise_if_disconnected(failure: Exception) -> None:
    """Raises OperationalError if the connection broke meanwhile: that is no event's fault.

    Django forgets a connection that broke inside a transaction, so a missing one counts, too.
    """
    session = connection.connection
    if session is None or session.closed:
        raise OperationalError("The connection to the database was lost.") from failure
