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

MARGIN, LANE, CARD, HEIGHT = 104, 206, 186, 42
HEAD, ROW, CHAPTER = 46, 60, 30
_DOT = 11
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
    """A curve from the foot of each cause to the head of its effect."""
    by_event: Mapping[UUID, Card] = {card.event.event_id: card for card in cards}
    for card in cards:
        cause = by_event.get(card.event.causation_id) if card.event.causation_id else None
        if cause is not None:
            yield _curve(cause, card)


def _curve(cause: Card, effect: Card) -> str:
    """Beside the cards where both are in one lane, so that it is not lost behind others."""
    if cause.x == effect.x:
        x, top, foot = cause.x, cause.y + HEIGHT // 2, effect.y + HEIGHT // 2
        return f"M {x} {top} C {x - 22} {top} {x - 22} {foot} {x - 3} {foot}"
    begin, end = cause.x + CARD // 2, effect.x + CARD // 2
    top, foot = cause.y + HEIGHT, effect.y - 3
    bend = min(foot - top, ROW)
    return f"M {begin} {top} C {begin} {top + bend} {end} {foot - bend} {end} {foot}"
