"""What was found for a shopper."""

from dataclasses import dataclass
from enum import StrEnum

from apps.catalog.rules.listings.showing import ShownListing


@dataclass(frozen=True, kw_only=True)
class FacetValue:
    """A value to choose; `count` is how many products there would be if it were chosen alone.

    "Alone" among the values of its facet: what is chosen in all others stays chosen.
    """

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class Facet:
    """A question that narrows the list down: brand, colour, size, material."""

    name: str
    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, kw_only=True)
class FoundListings:
    """A page of what was found, out of `total`.

    `next` asks for the page after this one, empty on the last. `corrected` is the text that was
    really looked for, where the asked one had misspelt words; else empty.
    """

    items: tuple[ShownListing, ...]
    total: int
    facets: tuple[Facet, ...]
    next: str = ""
    corrected: str = ""


class SuggestionKind(StrEnum):
    PRODUCT = "product"
    CATEGORY = "category"
    WORD = "word"


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """How what somebody is typing may go on. A word has no handle: it is to be searched for."""

    kind: SuggestionKind
    text: str
    handle: str = ""
