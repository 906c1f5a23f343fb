"""What a shopper asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

PAGE_SIZE = 24


class Sort(StrEnum):
    """The order of a list. Without words, relevance means newest first."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    PRICE_UP = "price"
    PRICE_DOWN = "-price"
    NAME = "name"


@dataclass(frozen=True, kw_only=True)
class ListingSearch:
    """Everything empty asks for all that is for sale.

    `text` may be anything that somebody typed. `category` (with all below it) and `collection` are
    handles. `chosen` are values by the name of their facet: of one facet any, of several all.
    Prices are in the shop's currency, both ends included. Pages count from 1; `after` is the
    `next` of the page before and goes before `page`.
    """

    text: str = ""
    category: str = ""
    collection: str = ""
    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    price_from: Decimal | None = None
    price_to: Decimal | None = None
    only_available: bool = False
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    size: int = PAGE_SIZE
    after: str = ""
