"""Which consecutive events of a page may share a transaction."""

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

from outbox_relay.dispatch import batch_limit


class Typed(Protocol):
    """An event, or what carries one: `type` is the name of its type."""

    @property
    def type(self) -> str: ...


T = TypeVar("T", bound=Typed)


def batches(events: Sequence[T], consumer: str) -> Iterator[list[T]]:
    """The events in order, in runs no longer than the smallest limit of any event in the run."""
    run: list[T] = []
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
