"""A trace as a picture: time goes down, every context has a lane, arrows lead from cause to effect.

Only numbers and words are made here; the template puts them into SVG.
"""

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby

from shop.operations.tracing.arrows import arrows_between
from shop.operations.tracing.deliveries import Delivery, Standing
from shop.operations.tracing.events import TracedEvent
from shop.operations.tracing.gathering import Trace
from shop.operations.tracing.parts import (
    CARD,
    CHAPTER,
    HEAD,
    HEIGHT,
    LANE,
    MARGIN,
    ROW,
    Card,
    Chapter,
    Dot,
    Drawing,
    Lane,
)

_DOT = 11
_TONES = {Standing.HANDLED: "good", Standing.WAITING: "waiting"}


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
        arrows=list(arrows_between(cards)),
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
    """`0.024 s`, `1:32.123` and from an hour on `2:05:07`."""
    seconds = passed.total_seconds()
    if seconds < 60:
        return f"{seconds:.3f} s"
    minutes, rest = divmod(seconds, 60)
    if minutes < 60:
        return f"{minutes:.0f}:{rest:06.3f}"
    return f"{minutes // 60:.0f}:{minutes % 60:02.0f}:{int(rest):02}"
