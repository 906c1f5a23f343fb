"""Lines from causes to effects that no card lies upon."""

from collections.abc import Iterator, Sequence

from shop.operations.tracing.events import TracedEvent
from shop.operations.tracing.parts import CARD, Arrow, Card

_RAILS = (10, 13, 16)
_CORNER = 4


def arrows_between(cards: Sequence[Card]) -> Iterator[Arrow]:
    """What led to each event that anything here led to."""
    causes = {card.event.event_id: card for card in cards}
    lives = {_life(card.event, card.event.seq): card for card in cards}
    for effect in cards:
        known = causes.get(effect.event.causation_id) if effect.event.causation_id else None
        cause = known or lives.get(_life(effect.event, effect.event.seq - 1))
        if cause is not None:
            rail = _RAILS[cards.index(cause) % len(_RAILS)]
            yield Arrow(path=_path(cause, effect, rail=rail), is_known=known is not None)


def _life(event: TracedEvent, seq: int) -> tuple[str, str, int]:
    return event.aggregate_type, event.aggregate_id, seq


def _path(cause: Card, effect: Card, *, rail: int) -> str:
    """Down between two lanes, then along the row of the effect: so it meets no card.

    Causes that follow each other have rails of their own.
    """
    side = 1 if effect.x > cause.x else -1
    begin = cause.x + (CARD if side > 0 else 0)
    end = effect.x + (CARD + 3 if effect.x < cause.x else -3)
    x = begin + side * rail
    turn = _CORNER if end > x else -_CORNER
    return (
        f"M {begin} {cause.mid} H {x - side * _CORNER} Q {x} {cause.mid} {x} {cause.mid + _CORNER}"
        f" V {effect.mid - _CORNER} Q {x} {effect.mid} {x + turn} {effect.mid} H {end}"
    )
