"""What the writers know about their own transactions, on disk before they go on."""

import json
import os
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Journal:
    """The events that were committed, and those that never were.

    Of those in doubt only the database knows: their writer lost it while it committed.
    """

    committed: frozenset[str]
    rolled_back: frozenset[str]
    in_doubt: frozenset[str] = frozenset()

    def only(self, events: Collection[str]) -> "Journal":
        """The part of the journal that is about these events."""
        return Journal(self.committed & set(events), self.rolled_back & set(events))


class JournalFile:
    """One writer's page of the journal."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("ab")

    def note(
        self,
        *,
        committed: Sequence[str] = (),
        rolled_back: Sequence[str] = (),
        in_doubt: Sequence[str] = (),
    ) -> None:
        """Returns once the outcome of a transaction is on the disk."""
        line = {
            "at": time.time(),
            "committed": committed,
            "rolled_back": rolled_back,
            "in_doubt": in_doubt,
        }
        self._file.write(json.dumps(line).encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())


def read_journal(folder: Path) -> Journal:
    """The pages of all writers together."""
    lines = list(_lines(folder))
    return Journal(
        committed=frozenset(event for line in lines for event in line["committed"]),
        rolled_back=frozenset(event for line in lines for event in line["rolled_back"]),
        in_doubt=frozenset(event for line in lines for event in line["in_doubt"]),
    )


def commit_times(folder: Path) -> dict[str, float]:
    """When (Unix time) the writer of each committed event knew that it was."""
    return {event: line["at"] for line in _lines(folder) for event in line["committed"]}


def _lines(folder: Path) -> Iterator[dict[str, Any]]:
    for path in folder.glob("writer-*.jsonl"):
        yield from map(json.loads, path.read_text().splitlines())
