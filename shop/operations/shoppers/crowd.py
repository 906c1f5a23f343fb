"""Visitors who come by chance, some at once, never more than the shop has seats for."""

import logging
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from random import Random
from threading import BoundedSemaphore, Event, Lock

import httpx

from shop.operations.shoppers.plans import Visit, visits
from shop.operations.shoppers.visiting import SoldOut, TurnedAway, visit_shop

AT_ONCE = 4
PATIENCE_SECONDS = 15.0
LONGEST_THOUGHT_SECONDS = 3.0

logger = logging.getLogger(__name__)


@dataclass
class Crowd:
    """Visits the shop at `url` so many times a minute, on average, until `stopping` is set.

    `seen` counts how visits ended. Whoever finds all seats taken does not come in.
    """

    url: str
    rate: float
    stopping: Event
    chance: Random = field(default_factory=Random)
    thought_seconds: float = LONGEST_THOUGHT_SECONDS
    seen: Counter[str] = field(default_factory=Counter)
    _seats: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(AT_ONCE))
    _book: Lock = field(default_factory=Lock)

    def visit(self, *, at_most: int = 0) -> None:
        """Returns when it was stopped, or after so many visitors; nobody is left inside."""
        planned = visits(self.chance)
        with ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="shopper") as seats:
            for number in count(1):
                if self.stopping.wait(self._until_next()) or (at_most and number > at_most):
                    return
                if self._seats.acquire(blocking=False):
                    seats.submit(self._let_in, next(planned), Random(self.chance.random()))  # noqa: S311 - a story

    def _until_next(self) -> float:
        return self.chance.expovariate(self.rate / 60)

    def _let_in(self, visit: Visit, chance: Random) -> None:
        try:
            ending = self._carried_out(visit, chance)
        finally:
            self._seats.release()
        with self._book:
            self.seen[ending] += 1

    def _carried_out(self, visit: Visit, chance: Random) -> str:
        def pause() -> None:
            self.stopping.wait(chance.uniform(0, self.thought_seconds))

        try:
            with httpx.Client(
                base_url=self.url, timeout=PATIENCE_SECONDS, follow_redirects=True, trust_env=False
            ) as shop:
                return visit_shop(shop, visit, chance=chance, pause=pause)
        except SoldOut:
            return "sold out"
        except Exception as trouble:
            return self._turned_away(trouble)

    def _turned_away(self, trouble: Exception) -> str:
        if self.stopping.is_set():
            return "went home"
        # What was not foreseen is shown whole: the shop answers differently from what it did.
        foreseen = isinstance(trouble, TurnedAway | httpx.HTTPError)
        said = str(trouble) or type(trouble).__name__
        logger.warning("A shopper was turned away: %s", said, exc_info=not foreseen)
        return "turned away"
