"""Who in the house hears which event, and when."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from shop.events.base import Event
from shop.kernel.bus import consumers, home_of, reactions_at_once


class When(StrEnum):
    DURING = "during"
    AFTER = "after"


@dataclass(frozen=True)
class Listener:
    """One handler: `consumer` does `reaction`, together with the event or after it."""

    consumer: str
    reaction: str
    when: When


def listeners_of(event_type: type[Event]) -> list[Listener]:
    """All handlers of such events: those in the same transaction first, each kind by consumer."""
    found = [*_at_once(event_type), *_later(event_type)]
    return sorted(found, key=lambda each: (each.when != When.DURING, each.consumer))


def _at_once(event_type: type[Event]) -> Iterator[Listener]:
    for react in reactions_at_once(event_type):
        yield Listener(home_of(react), react.__name__, When.DURING)


def _later(event_type: type[Event]) -> Iterator[Listener]:
    for consumer, heard in consumers().items():
        for handler in heard.get(event_type, ()):
            yield Listener(consumer, handler.react.__name__, When.AFTER)
