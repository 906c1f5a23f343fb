"""Sessions in the database, for keys that a database can look for."""

from typing import Any

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    """A cookie may hold any character, NUL too, which PostgreSQL refuses to compare."""

    def _validate_session_key(self, key: Any) -> bool:
        return bool(super()._validate_session_key(key)) and key.isalnum()
