"""One SQLite file. What a finished transaction wrote survives kill -9 and a power cut."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shop.sandbox.upgrades import upgrade

Ledger = sqlite3.Connection

_SCHEMA = Path(__file__).with_name("schema.sql")


class Storage:
    """The sandbox's memory in `folder`, which is created if missing. Safe to use from threads."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._ledger = _open(folder / "sandbox.sqlite3")

    @contextmanager
    def transaction(self) -> Iterator[Ledger]:
        """All or nothing, one at a time, also across processes that share the folder."""
        with self._lock:
            self._ledger.execute("BEGIN IMMEDIATE")
            try:
                yield self._ledger
                self._ledger.execute("COMMIT")
            finally:
                if self._ledger.in_transaction:
                    self._ledger.execute("ROLLBACK")

    def close(self) -> None:
        with self._lock:
            self._ledger.close()


def _open(path: Path) -> Ledger:
    ledger = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
    ledger.row_factory = sqlite3.Row
    ledger.execute("PRAGMA journal_mode = WAL")
    ledger.execute("PRAGMA synchronous = FULL")
    ledger.executescript(_SCHEMA.read_text(encoding="utf-8"))
    upgrade(ledger)
    return ledger
