"""Puts past events into the parked lines of a consumer, where its relay finds them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models.functions import Now

from outbox_relay import parking
from outbox_relay.operating.choosing import Choice, passed_events
from outbox_relay.operating.holding import alone_with, let_owners_start_over
from outbox_relay.operating.sharing import lane_for
from outbox_relay.stored import StoredEvent
from shop.kernel.models import OutboxParkedEvent, OutboxParkedKey
from shop.kernel.models.outbox import ParkState


@dataclass(frozen=True, kw_only=True)
class Fed:
    """So many events were put in line, others waited there already; all up to `last_id` is done."""

    events: int = 0
    waiting_already: int = 0
    last_id: int = 0

    def and_then(self, later: "Fed") -> "Fed":
        return Fed(
            events=self.events + later.events,
            waiting_already=self.waiting_already + later.waiting_already,
            last_id=later.last_id,
        )


def feed(choice: Choice, *, after: int, limit: int) -> Fed | None:
    """Puts the next chosen events into the lines of their aggregates, due now, in one transaction.

    Events of these aggregates that happen meanwhile queue behind them. None if there are no more.
    """
    with alone_with(choice.consumer):
        events = passed_events(choice, after=after, limit=limit)
        if not events:
            return None
        new = _not_in_line(choice.consumer, events)
        _open_lines(choice.consumer, new)
        for event in new:
            parking.queue_behind(lane_for(choice.consumer, event.key), event)
        # An owner that just emptied one of the lines would let it go, with what is in it now.
        let_owners_start_over(choice.consumer)
    return Fed(events=len(new), waiting_already=len(events) - len(new), last_id=events[-1].id)


def waiting_for(consumer: str) -> int:
    """How many events wait in lines that the consumer's relay works on."""
    lines = OutboxParkedKey.objects.filter(consumer=consumer, state=ParkState.RETRYING)
    return OutboxParkedEvent.objects.filter(consumer=consumer, key__in=lines.values("key")).count()


def _not_in_line(consumer: str, events: Sequence[StoredEvent]) -> list[StoredEvent]:
    known = OutboxParkedEvent.objects.filter(
        consumer=consumer, outbox_id__in=[event.id for event in events]
    )
    ids = set(known.values_list("outbox_id", flat=True))
    return [event for event in events if event.id not in ids]


def _open_lines(consumer: str, events: Iterable[StoredEvent]) -> None:
    """Parks the aggregates that are not parked."""
    heads: dict[str, StoredEvent] = {}
    for event in events:
        heads.setdefault(event.key, event)
    parked = OutboxParkedKey.objects.filter(consumer=consumer, key__in=heads)
    for key in parked.values_list("key", flat=True):
        del heads[key]
    OutboxParkedKey.objects.bulk_create(_line(consumer, head) for head in heads.values())


def _line(consumer: str, head: StoredEvent) -> OutboxParkedKey:
    return OutboxParkedKey(
        consumer=consumer,
        shard=lane_for(consumer, head.key).shard,
        key=head.key,
        next_retry_at=Now(),
        error="replayed by hand; nothing failed yet",
        head_event=head.id,
    )
