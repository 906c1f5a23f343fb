"""A page of a list of products, with everything that narrows it down and leads on."""

from dataclasses import dataclass
from functools import cached_property

from apps.catalog.queries import FoundListings, Sort, find_listings
from shop.storefront.asking import Asked, Chip

_SORTS = {
    Sort.RELEVANCE: "Best match",
    Sort.NEWEST: "Newest",
    Sort.PRICE_UP: "Price, lowest first",
    Sort.PRICE_DOWN: "Price, highest first",
    Sort.NAME: "Name",
}


@dataclass(frozen=True, kw_only=True)
class ListPage:
    """One page; `previous` and `next` are queries of the pages beside it, or empty."""

    asked: Asked
    found: FoundListings
    size: int

    @cached_property
    def chips(self) -> list[Chip]:
        return self.asked.chips(self.found.facets)

    @property
    def sorts(self) -> list[tuple[str, str]]:
        """The orders to choose from; without words there is nothing to match best."""
        by_words = bool(self.asked.words)
        return [(s.value, words) for s, words in _SORTS.items() if by_words or s != Sort.RELEVANCE]

    @property
    def sort(self) -> str:
        by_words = bool(self.asked.words)
        return self.asked.sort if by_words or self.asked.sort != Sort.RELEVANCE else Sort.NEWEST

    @property
    def pages(self) -> int:
        return max(-(-self.found.total // self.size), 1)

    @cached_property
    def previous(self) -> str:
        return self.asked.on_page(self.asked.page - 1) if self.asked.page > 1 else ""

    @cached_property
    def next(self) -> str:
        return self.asked.on_page(self.asked.page + 1) if self.asked.page < self.pages else ""


def list_page(asked: Asked, **where: str) -> ListPage:
    """The page that is asked for, within the category or the collection named by its handle."""
    search = asked.search(**where)
    return ListPage(asked=asked, found=find_listings(search), size=search.size)
