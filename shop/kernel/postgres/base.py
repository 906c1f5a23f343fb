"""The `ENGINE` of `settings.DATABASES`: connections are looked at before they are used again."""

from select import POLLIN, poll

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus


class DatabaseWrapper(base.DatabaseWrapper):
    """Tells a living connection from a dead one by its socket, without asking the server.

    A server that ended, restarted or was killed closes the socket, which is seen here at once. Only
    a connection that has something to say is asked by a statement, as Django always does.
    """

    def is_usable(self) -> bool:
        return self._is_quiet() or super().is_usable()

    def _is_quiet(self) -> bool:
        session = self.connection
        if session is None or session.info.transaction_status != TransactionStatus.IDLE:
            return False
        socket = poll()
        socket.register(session.fileno(), POLLIN)
        return not socket.poll(0)
