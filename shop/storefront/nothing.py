"""Ways on from a list in which nothing was found."""

from dataclasses import dataclass
from enum import StrEnum

from apps.catalog.queries import (
    ListingSearch,
    ShownListing,
    Sort,
    Suggestion,
    list_listings,
    suggestions,
)
from shop.storefront.listing import ListPage

_BEGINNING = 3
_MOST_WORDS = 4
_MOST_SUGGESTIONS = 6
_NEWEST = 4


class Why(StrEnum):
    """What is in the way of finding something."""

    PAST_THE_END = "past_the_end"
    FILTERS = "filters"
    WORDS = "words"
    EMPTY_SHELF = "empty_shelf"


@dataclass(frozen=True, kw_only=True)
class Nothing:
    """Why there is nothing, what may have been meant, and what there is instead."""

    why: Why
    suggestions: tuple[Suggestion, ...] = ()
    newest: tuple[ShownListing, ...] = ()

    @property
    def is_all(self) -> bool:
        """Whether there is nothing that filters and sorting could be about."""
        return self.why in {Why.WORDS, Why.EMPTY_SHELF}


def nothing_on(page: ListPage) -> Nothing | None:
    """The ways on from this page; None if something is on it."""
    if page.found.items:
        return None
    if page.found.total:
        return Nothing(why=Why.PAST_THE_END)
    if page.asked.is_narrowed:
        return Nothing(why=Why.FILTERS)
    newest = list_listings(ListingSearch(sort=Sort.NEWEST, size=_NEWEST)).items
    if not page.asked.words:
        return Nothing(why=Why.EMPTY_SHELF, newest=newest)
    return Nothing(why=Why.WORDS, suggestions=_meant_by(page.asked.words), newest=newest)


def _meant_by(words: str) -> tuple[Suggestion, ...]:
    """What begins like the words that were typed, each suggestion once."""
    beginnings = [word[:_BEGINNING] for word in words.split()[:_MOST_WORDS]]
    found = [one for beginning in beginnings for one in suggestions(beginning)]
    return tuple(dict.fromkeys(found))[:_MOST_SUGGESTIONS]
