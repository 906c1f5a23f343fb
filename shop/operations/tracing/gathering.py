"""From one id to all that belongs to it."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from apps.orders.queries.numbers import numbers_of, order_numbered
from shop.kernel.errors import NotFound
from shop.kernel.tracing import story_of_trace
from shop.operations.tracing import events
from shop.operations.tracing.deliveries import Delivery, deliveries_of
from shop.operations.tracing.events import MOST_EVENTS, TracedEvent
from shop.operations.tracing.jobs import TracedJob, jobs_of
from shop.operations.tracing.problems import problems_of

MOST_ROUNDS = 4


@dataclass(frozen=True, kw_only=True)
class Trace:
    """`events` in the order of their ids; `problems` are sentences, the gravest first.

    `is_cut` says that there is more than is told here.
    """

    subject: str
    events: Sequence[TracedEvent]
    deliveries: Sequence[Delivery]
    jobs: Sequence[TracedJob]
    problems: Sequence[str]
    is_cut: bool


def traced(asked: str) -> Trace:
    """All that belongs to an order (number or id), story, trace or event. Raises NotFound."""
    seed = _seed(asked.strip())
    if not seed:
        raise NotFound(
            f"Nothing is known of {asked}. Name an order, a correlation id, a traceparent, an"
            " event's id or its place; events are kept for some days only."
        )
    return trace_of(seed)


def trace_of(seed: Sequence[TracedEvent]) -> Trace:
    """All that belongs to these events: their stories, and the whole life of their orders."""
    orders = _orders(seed) or _orders(events.of_stories({event.correlation_id for event in seed}))
    found = _gathered(seed, orders)
    told = found[:MOST_EVENTS]
    deliveries, jobs = deliveries_of(told), jobs_of(told)
    return Trace(
        subject=_subject(orders, told),
        events=told,
        deliveries=deliveries,
        jobs=jobs,
        problems=problems_of(told, deliveries, jobs),
        is_cut=len(found) > MOST_EVENTS,
    )


def _seed(asked: str) -> Sequence[TracedEvent]:
    """The first events that any reading of the text leads to."""
    readings: list[tuple[object, Callable[..., Sequence[TracedEvent]]]] = [
        (_story(asked), lambda story: events.of_stories([story])),
        (_uuid(asked), lambda found: events.of_aggregates([str(found)])),
        (_uuid(asked), events.with_event_id),
        (int(asked) if asked.isdecimal() else None, events.at_place),
        (order_numbered(asked), lambda order_id: events.of_aggregates([str(order_id)])),
    ]
    looks = (look(reading) for reading, look in readings if reading is not None)
    return next(filter(None, looks), [])


def _orders(told: Iterable[TracedEvent]) -> set[UUID]:
    return {event.order_id for event in told if event.order_id}


def _gathered(seed: Sequence[TracedEvent], orders: Collection[UUID]) -> list[TracedEvent]:
    """Goes on from stories to aggregates and back, until nothing new is found.

    What names another order belongs to that one, also where a story is about both.
    """
    known = {event.id: event for event in seed}
    for _ in range(MOST_ROUNDS):
        before = len(known)
        for event in _neighbours(known.values(), orders):
            if event.order_id is None or event.order_id in orders:
                known.setdefault(event.id, event)
        if len(known) == before or len(known) > MOST_EVENTS:
            break
    return [known[id_] for id_ in sorted(known)]


def _neighbours(known: Iterable[TracedEvent], orders: Collection[UUID]) -> Iterable[TracedEvent]:
    stories = {event.correlation_id for event in known}
    of_orders = {event.aggregate_id for event in known if event.order_id}
    return chain(
        events.of_stories(stories),
        events.of_aggregates({*map(str, orders), *of_orders}) if orders else (),
    )


def _subject(orders: Collection[UUID], told: Sequence[TracedEvent]) -> str:
    numbers = numbers_of(orders)
    if numbers:
        return "order " + ", ".join(sorted(numbers.values()))
    return f"story {told[0].correlation_id}"


def _story(asked: str) -> UUID | None:
    return story_of_trace(asked) or _uuid(asked)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
