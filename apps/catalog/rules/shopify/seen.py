"""Remembers what a file has named already, on disk, so that its size costs no memory."""

import sqlite3
from hashlib import blake2b

_CACHE_KILOBYTES = 8_000


class SeenKeys:
    """The line on which each key of a file came first. Lies in a temporary file of its own."""

    def __init__(self) -> None:
        self._store = sqlite3.connect("")
        self._store.execute("PRAGMA journal_mode = OFF")
        self._store.execute(f"PRAGMA cache_size = -{_CACHE_KILOBYTES}")
        self._store.execute("CREATE TABLE seen (key BLOB PRIMARY KEY, line INTEGER) WITHOUT ROWID")

    def first_line(self, *key: str, line: int) -> int:
        """The line the key was first given with: `line` itself if that is now."""
        digest = blake2b("\x1f".join(key).encode(), digest_size=16).digest()
        added = self._store.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (digest, line))
        if added.rowcount:
            return line
        found = self._store.execute("SELECT line FROM seen WHERE key = ?", (digest,))
        return int(found.fetchone()[0])

    def close(self) -> None:
        self._store.close()
