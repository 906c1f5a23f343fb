"""Crashes at random points of the real code: before or after any statement, or inside a write."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from django.db import connection

from outbox_relay.records import Record
from outbox_relay.sinks.files import FileSink

CRASHES = 0.15
CUTS = 0.3
LONGEST_FUSE = 12


class Crash(BaseException):
    """The process is gone: no handler of exceptions in the relay's code may see this."""


class Fuse:
    """Decides at the start of a step whether, and at which statement, the reader crashes."""

    def __init__(self, dice: Random) -> None:
        self._dice = dice
        self._statements_left: int | None = None

    def light_perhaps(self) -> None:
        """Lights the fuse in 15 of 100 steps."""
        lit = self._dice.random() < CRASHES
        self._statements_left = self._dice.randint(0, LONGEST_FUSE) if lit else None

    def put_out(self) -> None:
        """No crash until the fuse is lit again."""
        self._statements_left = None

    def around(self, execute: Callable[..., Any], *statement: Any) -> Any:
        """Django's wrapper around every statement of this thread."""
        if self._statements_left is None:
            return execute(*statement)
        self._statements_left -= 1
        if self._statements_left > 0:
            return execute(*statement)
        self._statements_left = None
        return self._crash(execute, statement)

    def crashes_inside_write(self) -> bool:
        return self._statements_left is not None and self._dice.random() < CRASHES

    def _crash(self, execute: Callable[..., Any], statement: tuple[Any, ...]) -> Any:
        if self._dice.random() < CUTS:
            # The database is gone, and the relay's own code has to notice.
            connection.connection.close()
            return execute(*statement)
        if self._dice.random() < 1 / 2:
            execute(*statement)
        raise Crash


class CrashingSink(FileSink):
    """Sometimes leaves half of a page and a torn line behind."""

    def __init__(self, folder: Any, *, shards: int, fuse: Fuse) -> None:
        super().__init__(folder)
        self.shards = shards
        self._fuse = fuse
        self._path = folder / "product-events.jsonl"

    def write(self, records: Sequence[Record]) -> None:
        if not self._fuse.crashes_inside_write():
            super().write(records)
            return
        super().write(records[: len(records) // 2])
        with self._path.open("ab") as file:
            file.write(b'{"topic": "product-ev')
        raise Crash
