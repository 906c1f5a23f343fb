"""The `ENGINE` of `settings.DATABASES`: connections are looked at before they are used again."""

from select import POLLIN, poll
from typing import Any

from django.db import OperationalError
from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus


class NoDatabase(OperationalError):
    """The settings name no database, and no shop runs on this state folder."""


class DatabaseWrapper(base.DatabaseWrapper):
    """Tells a living connection from a dead one by its socket, without asking the server.

    A server that ended, restarted or was killed closes the socket, which is seen here at once. Only
    a connection that has something to say is asked by a statement, as Django always does.
    """

    def get_connection_params(self) -> dict[str, Any]:
        """What to connect with; NoDatabase where there is nothing to connect to."""
        if self.settings_dict["NAME"] == "":
            raise NoDatabase(
                "There is no database here. `make run` starts one; for a shop that already runs"
                " set TRADEWIND_STATE to its state folder, or DATABASE_URL to its database."
            )
        params: dict[str, Any] = super().get_connection_params()
        return params

    def is_usable(self) -> bool:
        return self._is_quiet() or super().is_usable()

    def _is_quiet(self) -> bool:
        session = self.connection
        if session is None or session.info.transaction_status != TransactionStatus.IDLE:
            return False
        socket = poll()
        socket.register(session.fileno(), POLLIN)
        return not socket.poll(0)
