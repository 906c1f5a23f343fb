"""Which event caused which."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from shop.operations.tracing.events import TracedEvent


@dataclass(frozen=True)
class Branch:
    """An event, and what came of it."""

    event: TracedEvent
    caused: tuple["Branch", ...]

    def walk(self, depth: int = 0) -> Iterator[tuple[int, TracedEvent]]:
        """The event and all below it, each with how deep it lies."""
        yield depth, self.event
        for branch in self.caused:
            yield from branch.walk(depth + 1)


def branches(told: Sequence[TracedEvent]) -> list[Branch]:
    """Trees in the order of their beginnings. What has no cause among these begins one."""
    known = {event.event_id for event in told}
    by_cause: dict[UUID | None, list[TracedEvent]] = {}
    for event in told:
        cause = event.causation_id if event.causation_id in known else None
        by_cause.setdefault(cause, []).append(event)
    return _below(None, by_cause)


def _below(
    cause: UUID | None, by_cause: Mapping[UUID | None, Sequence[TracedEvent]]
) -> list[Branch]:
    return [
        Branch(event, tuple(_below(event.event_id, by_cause))) for event in by_cause.get(cause, ())
    ]
