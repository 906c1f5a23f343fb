"""Which failures of a handler are its own, and which only need another try."""

from django.db import OperationalError, connection
from psycopg import errors as postgres

_TRANSIENT = (postgres.SerializationFailure, postgres.DeadlockDetected, postgres.LockNotAvailable)


def is_transient(failure: Exception) -> bool:
    """True if another transaction was in the way: a moment later it may well succeed."""
    return isinstance(failure, OperationalError) and isinstance(failure.__cause__, _TRANSIENT)


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
