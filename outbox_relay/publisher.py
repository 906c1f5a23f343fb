"""Sends one lane of the outbox to the topics, and checkpoints what is durable there."""

import time

from outbox_relay import cursors
from outbox_relay.cursors import Lease, Position
from outbox_relay.reader import next_page
from outbox_relay.records import record_of
from outbox_relay.sinks import Sink
from outbox_relay.ticks import Tick
from outbox_relay.windows import Selection

CHECKPOINT_SECONDS = 0.2


class TopicPublisher:
    """One shard of the sink's consumer, while this relay has the lease."""

    def __init__(self, sink: Sink, lease: Lease, position: Position) -> None:
        self.lease = lease
        self._sink = sink
        self._position = self._checkpointed = position
        self._checkpointed_at = time.monotonic()
        self._selection = Selection(shard=lease.lane.shard, shards=sink.shards)

    def step(self, newest: Tick) -> bool:
        """Sends the next page, if there is one; True if there was.

        Raises SinkFailed (take the lane again and go on at the checkpoint) and LeaseLost.
        """
        page = next_page(self._position, newest, self._selection)
        if page is None:
            self._checkpoint()
            return False
        if page.events:
            self._sink.write([record_of(event) for event in page.events])
        self._position = page.end
        self._checkpoint_now_and_then()
        return True

    def finish(self) -> None:
        """Writes the last checkpoint and frees the lane."""
        self._checkpoint()
        cursors.release(self.lease)

    def _checkpoint_now_and_then(self) -> None:
        if time.monotonic() - self._checkpointed_at >= CHECKPOINT_SECONDS:
            self._checkpoint()

    def _checkpoint(self) -> None:
        if self._position != self._checkpointed:
            cursors.move(self.lease, self._position)
            self._checkpointed = self._position
        self._checkpointed_at = time.monotonic()
