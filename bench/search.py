"""What a search with filters costs among 100,000 products, for one client, nothing kept."""

import random
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

from bench.assortment import fill_shelves
from bench.results import Figures, percentile
from bench.visits import Case, measured
from bench.vocabulary import COLOURS, MANNERS, MATERIALS, THINGS

PRODUCTS = 100_000
SEARCHES = 300


def run(folder: Path, *, chosen: frozenset[str]) -> Iterator[Figures]:
    """The value is the time that 95 of 100 searches do not exceed."""
    fill_shelves(PRODUCTS)
    yield measured(
        Case(
            bench="search",
            name="facets-100k",
            unit="ms (p95)",
            paths=_searches(),
            visits=SEARCHES,
            clients=1,
            keeps=False,
            value_of=lambda outcome: percentile(outcome.latencies_ms, 0.95),
        ),
        folder,
    )


def _searches() -> list[str]:
    """A word, two words, misspelt ones, with up to two filters, in turn."""
    choice = random.Random("search")  # noqa: S311 - the same searches in every bench
    return [f"/api/v1/products?{_question(n, choice)}" for n in range(SEARCHES)]


def _question(number: int, choice: random.Random) -> str:
    thing, material = choice.choice(THINGS), choice.choice(MATERIALS)
    texts = [thing, f"{material} {thing}", _misspelt(thing), f"{choice.choice(MANNERS)} {thing}"]
    asked = {"facets": "yes", "q": texts[number % len(texts)]}
    if number % 3:
        asked["f.colour"] = choice.choice(COLOURS).capitalize()
    if number % 3 == 2:
        asked["f.material"] = material.capitalize()
    return urlencode(asked)


def _misspelt(word: str) -> str:
    """Two neighbouring letters in the middle change places."""
    middle = len(word) // 2
    return word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :]
