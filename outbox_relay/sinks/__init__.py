"""Where records go. A sink is one small class; the relay asks nothing else of it."""

from collections.abc import Sequence
from typing import Protocol

from outbox_relay.records import Record


class SinkFailed(Exception):
    """Some records may not have been stored; the relay goes back to its last checkpoint.

    Its sentence is shown to operators: it names records by topic and id, never by contents.
    """


class Sink(Protocol):
    """Takes records in order; `name` is the consumer whose cursor says how far it came."""

    name: str
    shards: int

    def write(self, records: Sequence[Record]) -> None:
        """Returns once all records are durable, in order. Raises SinkFailed if that is in doubt."""

    def close(self) -> None:
        """Lets go of files and connections."""
