"""A trace as a picture: time goes down, every context has a lane, arrows lead from cause to effect.

Only numbers and words are made here; the template puts them into SVG.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from uuid import UUID

from shop.operations.tracing.deliveries import Delivery, Standing
from shop.operations.tracing.events import TracedEvent
from shop.operations.tracing.gathering import Trace

MARGIN, LANE, CARD, HEIGHT = 96, 184, 158, 42
HEAD, ROW, CHAPTER = 46, 60, 30
_DOT = 11
_RAILS, _RAIL = 3, 6
_LONG_NAME = 19
_TONES = {Standing.HANDLED: "good", Standing.WAITING: "waiting"}


@dataclass(frozen=True, kw_only=True)
class Lane:
    """A context, and the middle of its lane."""

    name: str
    colour: int
    middle: int


@dataclass(frozen=True, kw_only=True)
class Dot:
    """One consumer of an event."""

    x: int
    tone: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Card:
    """An event: its upper left corner, its words, and who heard it."""

    event: TracedEvent
    x: int
    y: int
    colour: int
    since: str
    dots: Sequence[Dot]
    is_bad: bool

    @property
    def is_long(self) -> bool:
        """Whether its name has to be set closer to fit in."""
        return len(self.event.name) > _LONG_NAME

    @property
    def mid(self) -> int:
        return self.y + HEIGHT // 2


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """The events of one story that follow each other; a line above them says who began it."""

    story: UUID
    actor: str
    y: int


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """All parts, for a picture of this size."""

    width: int
    height: int
    lanes: Sequence[Lane]
    chapters: Sequence[Chapter]
    cards: Sequence[Card]
    arrows: Sequence[str]


def drawn(trace: Trace) -> Drawing:
    """The picture of the trace."""
    lanes = _lanes(trace.events)
    chapters, rows = _places(trace.events)
    cards = [_card(trace, event, lanes[event.context], y) for event, y in rows]
    return Drawing(
        width=MARGIN + LANE * len(lanes),
        height=rows[-1][1] + HEIGHT + 20,
        lanes=list(lanes.values()),
        chapters=chapters,
        cards=cards,
        arrows=list(_arrows(cards)),
    )


def _lanes(told: Sequence[TracedEvent]) -> dict[str, Lane]:
    """One for each context, in the order of their first words."""
    names = dict.fromkeys(event.context for event in told)
    return {
        name: Lane(name=name, colour=number % 8, middle=MARGIN + LANE * number + LANE // 2)
        for number, name in enumerate(names)
    }


def _places(
    told: Sequence[TracedEvent],
) -> tuple[list[Chapter], list[tuple[TracedEvent, int]]]:
    """Where chapters and events stand, from top to bottom."""
    y, chapters, rows = HEAD, [], []
    for story, of_story in groupby(told, key=lambda event: event.correlation_id):
        events = list(of_story)
        chapters.append(Chapter(story=story, actor=events[0].actor, y=y))
        y += CHAPTER
        rows += [(event, y + ROW * number) for number, event in enumerate(events)]
        y += ROW * len(events)
    return chapters, rows


def _card(trace: Trace, event: TracedEvent, lane: Lane, y: int) -> Card:
    x = lane.middle - CARD // 2
    heard = [delivery for delivery in trace.deliveries if delivery.event == event.id]
    return Card(
        event=event,
        x=x,
        y=y,
        colour=lane.colour,
        since=_since(event.occurred_at - trace.events[0].occurred_at),
        dots=[_dot(delivery, x + CARD - _DOT * (n + 1)) for n, delivery in enumerate(heard)],
        is_bad=any(delivery.is_bad for delivery in heard),
    )


def _dot(delivery: Delivery, x: int) -> Dot:
    note = f": {delivery.note}" if delivery.note else ""
    words = f"{delivery.consumer}: {delivery.standing}{note}"
    return Dot(x=x, tone=_TONES.get(delivery.standing, "bad"), words=words)


def _since(passed: timedelta) -> str:
    seconds = passed.total_seconds()
    if seconds < 60:
        return f"{seconds:.3f} s"
    minutes = seconds / 60
    return f"{minutes:.1f} min" if minutes < 120 else f"{minutes / 60:.1f} h"


def _arrows(cards: Sequence[Card]) -> Iterator[str]:
    """A line from each cause to its effect."""
    places: Mapping[UUID, int] = {card.event.event_id: n for n, card in enumerate(cards)}
    for effect in cards:
        place = places.get(effect.event.causation_id) if effect.event.causation_id else None
        if place is not None:
            yield _line(cards[place], effect, rail=_RAIL * (1 + place % _RAILS))


def _line(cause: Card, effect: Card, *, rail: int) -> str:
    """Down between two lanes, then along the row of the effect: so it meets no card.

    Causes that follow each other have rails of their own.
    """
    forwards = effect.x > cause.x
    side = 1 if forwards else -1
    begin = cause.x + (CARD if forwards else 0)
    end = effect.x + (CARD if effect.x < cause.x else 0)
    turn = side * 6 if effect.x != cause.x else 6
    x = begin + side * rail
    return (
        f"M {begin} {cause.mid} H {x - side * 4} Q {x} {cause.mid} {x} {cause.mid + 6}"
        f" V {effect.mid - 6} Q {x} {effect.mid} {x + turn} {effect.mid}"
        f" H {end - (3 if end > x else -3)}"
    )
