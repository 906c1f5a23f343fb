"""Which consecutive events of a page may share a transaction."""

from collections.abc import Iterator, Sequence

from outbox_relay.dispatch import batch_limit
from outbox_relay.stored import StoredEvent


def batches(events: Sequence[StoredEvent], consumer: str) -> Iterator[list[StoredEvent]]:
    """The events in order, in runs no longer than the smallest limit of any event in the run."""
    run: list[StoredEvent] = []
    room = 0
    for event in events:
        limit = batch_limit(consumer, event.type)
        if run and len(run) >= min(room, limit):
            yield run
            run = []
        room = min(room, limit) if run else limit
        run.append(event)
    if run:
        yield run
