"""Events of the outbox by what they have in common. Every look follows an index."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import Q

from shop.kernel.identity import made_at
from shop.kernel.models import OutboxEvent, OutboxTick

MOST_EVENTS = 500
_LONGEST_COMMIT = timedelta(minutes=10)
_CLOCKS_DIFFER = timedelta(minutes=1)
_COLUMNS = (
    *("id", "event_id", "type", "aggregate_type", "aggregate_id", "seq", "topic"),
    *("payload", "traceparent", "correlation_id", "causation_id", "actor", "occurred_at"),
)


@dataclass(frozen=True)
class TracedEvent:
    """One fact; `ids` are those that it names, by field. What else it says is nobody's business."""

    id: int
    event_id: UUID
    type: str
    aggregate_type: str
    aggregate_id: str
    seq: int
    topic: str | None
    ids: Mapping[str, UUID]
    traceparent: str
    correlation_id: UUID
    causation_id: UUID | None
    actor: str
    occurred_at: Any

    @cached_property
    def name(self) -> str:
        """`OrderPlaced`, of `tradewind.orders.OrderPlaced.v1`."""
        return self.type.split(".")[2]

    @cached_property
    def context(self) -> str:
        """The app that published it, `orders`."""
        return self.type.split(".")[1]

    @property
    def order_id(self) -> UUID | None:
        """The order that it is about, if it names one."""
        return self.ids.get("order_id")


def of_stories(stories: Collection[UUID]) -> list[TracedEvent]:
    """What belongs to any of the stories."""
    return _events(Q(correlation_id__in=stories))


def of_aggregates(aggregate_ids: Collection[str]) -> list[TracedEvent]:
    """What is about any of these, whatever kind of thing they are."""
    return _events(Q(aggregate_id__in=aggregate_ids))


def at_place(place: int) -> list[TracedEvent]:
    """The event with that place in the order of all, `ce_sequence` in Kafka."""
    return _events(Q(id=place))


def with_event_id(event_id: UUID) -> list[TracedEvent]:
    """The event with that id, which was made when it was published, if it was made here.

    There is no index for it, as every publish would pay: ticks tell which places were taken then.
    """
    if event_id.version != 7:
        return []
    published = made_at(event_id)
    about_then = Q(id__gt=_floor_before(published - _CLOCKS_DIFFER))
    ceiling = _floor_after(published + _LONGEST_COMMIT)
    if ceiling is not None:
        about_then &= Q(id__lte=ceiling)
    return _events(about_then & Q(event_id=event_id))


def _floor_before(moment: Any) -> int:
    ticks = OutboxTick.objects.filter(at__lte=moment).order_by("-n")
    return ticks.values_list("floor", flat=True).first() or 0


def _floor_after(moment: Any) -> int | None:
    ticks = OutboxTick.objects.filter(at__gte=moment).order_by("n")
    return ticks.values_list("floor", flat=True).first()


def _events(wanted: Q) -> list[TracedEvent]:
    rows = OutboxEvent.objects.filter(wanted).order_by("id").values_list(*_COLUMNS)
    return [_traced(*row) for row in rows[: MOST_EVENTS + 1]]


def _traced(*row: Any) -> TracedEvent:
    values = dict(zip(_COLUMNS, row, strict=True))
    return TracedEvent(ids=_ids_in(values.pop("payload")), **values)


def _ids_in(payload: str) -> dict[str, UUID]:
    named = {name: _uuid(value) for name, value in msgspec.json.decode(payload).items()}
    return {name: value for name, value in named.items() if value and name.endswith("_id")}


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None
