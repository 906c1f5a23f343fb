"""Sends one lane of the outbox to the topics, and checkpoints what is durable there."""

from collections.abc import Sequence

from outbox_relay import cursors
from outbox_relay.cursors import Lease, Position
from outbox_relay.progress import Progress
from outbox_relay.reader import next_page
from outbox_relay.records import record_of
from outbox_relay.sinks import Sink, SinkFailed
from outbox_relay.stored import StoredEvent
from outbox_relay.ticks import Tick
from outbox_relay.windows import PAGE, Selection


class TopicPublisher:
    """One shard of the sink's consumer, while this relay has the lease."""

    def __init__(
        self, sink: Sink, lease: Lease, position: Position, *, page_size: int = PAGE
    ) -> None:
        self.lease = lease
        self._sink = sink
        self._progress = Progress(lease, position)
        self._selection = Selection(shard=lease.lane.shard, shards=sink.shards)
        self._page_size = page_size

    def step(self, newest: Tick) -> bool:
        """Sends the next page, if there is one; True if there was.

        Raises SinkFailed (take the lane again and go on at the checkpoint) and LeaseLost.
        """
        page = next_page(self._progress.position, newest, self._selection, limit=self._page_size)
        if page is None:
            self._progress.save()
            return False
        if page.events:
            self._write(page.events)
        self._progress.advance(page.end)
        return True

    def _write(self, events: Sequence[StoredEvent]) -> None:
        try:
            self._sink.write([record_of(event) for event in events])
        except SinkFailed as failure:
            cursors.note_failure(self.lease, f"{failure}")
            raise

    def finish(self) -> None:
        """Writes the last checkpoint and frees the lane. Raises LeaseLost."""
        self._progress.save()
        cursors.release(self.lease)
