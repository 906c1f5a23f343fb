"""What a picture of a trace consists of, and how large each part is."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from shop.operations.tracing.events import TracedEvent

MARGIN, LANE, CARD, HEIGHT = 96, 184, 158, 42
HEAD, ROW, CHAPTER = 46, 60, 30
_LONG_NAME = 18


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

    @property
    def tail(self) -> str:
        """Enough of the story's id to tell it from others."""
        return self.story.hex[-8:]


@dataclass(frozen=True, kw_only=True)
class Arrow:
    """From a cause to its effect; `is_known` unless it only is the same thing's last event."""

    path: str
    is_known: bool


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """All parts, for a picture of this size."""

    width: int
    height: int
    lanes: Sequence[Lane]
    chapters: Sequence[Chapter]
    cards: Sequence[Card]
    arrows: Sequence[Arrow]
