"""Suggestions while somebody types."""

from apps.catalog.rules.listings import Suggestion, SuggestionKind
from apps.catalog.rules.listings.typing import words_of
from apps.catalog.sql.suggesting import suggest

SHORTEST = 2
_OTHERS = 3
"""Places that are kept for categories and words."""


def suggestions(text: str, *, at_most: int = 8) -> tuple[Suggestion, ...]:
    """Categories, products and words that begin like the last word; none for a single letter."""
    words = words_of(text)
    if not words or len(words[-1]) < SHORTEST:
        return ()
    found = suggest(words, at_most=max(at_most - _OTHERS, 1))
    guesses = tuple(
        Suggestion(kind=SuggestionKind(kind), text=said, handle=handle)
        for kind, said, handle in found
    )
    return guesses[:at_most]
