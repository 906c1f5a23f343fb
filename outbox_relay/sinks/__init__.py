"""Where records go. A sink is one small class; the relay asks nothing else of it."""

from collections.abc import Sequence
from typing import Protocol

from outbox_relay.failures import RecordRefused, SinkFailed, TopicRefused
from outbox_relay.records import Record

__all__ = ["Channel", "Delivery", "RecordRefused", "Sink", "SinkFailed", "TopicRefused"]


class Delivery:
    """What becomes of the records of one `send`: so many are `open` until the sink has spoken.

    `refusal` is why the sink does not take one of them, though it takes others; `failure` why it
    takes none at present.
    """

    __slots__ = ("failure", "open", "refusal")

    def __init__(self, *, records: int) -> None:
        self.open = records
        self.refusal: RecordRefused | None = None
        self.failure: SinkFailed | None = None


class Channel(Protocol):
    """The way of one shard into the sink; what is sent through it is stored in order."""

    def send(self, records: Sequence[Record]) -> Delivery:
        """Hands the records over; `poll` brings the answers. Raises SinkFailed."""

    def poll(self, *, seconds: float = 0) -> None:
        """Takes in the answers that have come, or that come within the time if there are none."""

    def close(self) -> None:
        """Drops what is not sent yet: it is behind the checkpoint and will be sent again."""


class Sink(Protocol):
    """Takes records; `name` is the consumer whose cursors say how far it came, shard by shard."""

    name: str
    shards: int

    def open(self, shard: int) -> Channel:
        """A way in for the shard."""
