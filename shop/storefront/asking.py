"""The questions that addresses of lists ask: read from a query, and written into one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import QueryDict
from django.utils.http import urlencode

from apps.catalog.queries import Facet, ListingSearch, Sort
from shop.storefront.formats import plain_price

TEXT, SORT, PRICE_FROM, PRICE_TO, ONLY_THERE, PAGE = "q", "sort", "from", "to", "there", "page"
FACET = "f."
MOST_FILTERS = 60
LONGEST_TEXT = 200
_LAST_PAGE = 9999
_HIGHEST_PRICE = Decimal(10) ** 9


@dataclass(frozen=True, kw_only=True)
class Chip:
    """A filter that was chosen; `query` is the address without it."""

    words: str
    query: str


@dataclass(frozen=True)
class Asked:
    """What a query asks for, as far as it can be understood; the rest is left out."""

    pairs: tuple[tuple[str, str], ...]

    def one(self, name: str) -> str:
        """The value of that name, or nothing."""
        return next((value for key, value in self.pairs if key == name), "")

    @property
    def words(self) -> str:
        """What was typed into the search box."""
        return self.one(TEXT)

    @property
    def price_from(self) -> str:
        return self.one(PRICE_FROM)

    @property
    def price_to(self) -> str:
        return self.one(PRICE_TO)

    @property
    def only_there(self) -> bool:
        return bool(self.one(ONLY_THERE))

    @property
    def page(self) -> int:
        return int(self.one(PAGE) or 1)

    @property
    def sort(self) -> Sort:
        return Sort(self.one(SORT) or Sort.RELEVANCE)

    @property
    def is_narrowed(self) -> bool:
        """Whether a filter is chosen, so that less is shown than there is."""
        return any(_is_filter(name) for name, _ in self.pairs)

    def search(self, *, category: str = "", collection: str = "") -> ListingSearch:
        """The question for the catalogue, within the shelf that is named by its handle."""
        chosen = defaultdict(set)
        for name, value in self.pairs:
            if name.startswith(FACET):
                chosen[name.removeprefix(FACET)].add(value)
        return ListingSearch(
            text=self.words,
            chosen={name: frozenset(values) for name, values in chosen.items()},
            price_from=_amount(self.price_from),
            price_to=_amount(self.price_to),
            only_available=self.only_there,
            sort=self.sort,
            page=self.page,
            category=category,
            collection=collection,
        )

    def on_page(self, number: int) -> str:
        """The same question for another page, as a query; the first page needs no number."""
        kept = [(name, value) for name, value in self.pairs if name != PAGE]
        return _query(kept + ([(PAGE, str(number))] if number > 1 else []))

    def first(self) -> str:
        """The same question from its first page on."""
        return self.on_page(1)

    def without(self, *filters: tuple[str, str]) -> str:
        """The same question, first page, with these filters taken away."""
        return _query(pair for pair in self.pairs if pair not in filters and pair[0] != PAGE)

    def chips(self, facets: Iterable[Facet]) -> list[Chip]:
        """The chosen filters, each with the way to take it away."""
        chosen = ((f, v) for f in facets for v in f.values if v.is_chosen)
        labels = {(FACET + f.name, v.value): v.label for f, v in chosen}
        filters = [pair for pair in self.pairs if _is_filter(pair[0])]
        return [
            Chip(words=labels.get(pair) or _words(*pair), query=self.without(pair))
            for pair in filters
        ]

    def bare(self) -> str:
        """The same question without any filter."""
        return _query(p for p in self.pairs if not _is_filter(p[0]) and p[0] != PAGE)


def asked_by(query: QueryDict) -> Asked:
    """What the query of an address asks for; anything may stand in it."""
    pairs = [(name, value.strip()) for name, values in query.lists() for value in values]
    understood = [pair for pair in pairs if _is_understood(*pair)]
    return Asked(tuple(dict.fromkeys(understood))[:MOST_FILTERS])


def _is_understood(name: str, value: str) -> bool:
    if not value or not name.isprintable() or not value.isprintable():
        return False
    if name.startswith(FACET):
        return len(name) + len(value) <= LONGEST_TEXT
    return name in _UNDERSTOOD and bool(_UNDERSTOOD[name](value))


def _is_page(value: str) -> bool:
    is_number = value.isascii() and value.isdecimal() and len(value) <= len(str(_LAST_PAGE))
    return is_number and int(value) > 0


_UNDERSTOOD: Mapping[str, Any] = {
    TEXT: lambda value: len(value) <= LONGEST_TEXT,
    SORT: lambda value: value in set(Sort),
    PRICE_FROM: lambda value: _amount(value) is not None,
    PRICE_TO: lambda value: _amount(value) is not None,
    ONLY_THERE: lambda value: value == "1",
    PAGE: _is_page,
}


def _is_filter(name: str) -> bool:
    return name.startswith(FACET) or name in {PRICE_FROM, PRICE_TO, ONLY_THERE}


def _amount(text: str) -> Decimal | None:
    if len(text) > LONGEST_TEXT:
        return None
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and 0 <= amount < _HIGHEST_PRICE else None


def _words(name: str, value: str) -> str:
    words = {
        PRICE_FROM: "from {}",
        PRICE_TO: "up to {}",
        ONLY_THERE: "in stock",
    }.get(name, "{}")
    return words.format(plain_price(value) if name in {PRICE_FROM, PRICE_TO} else value)


def _query(pairs: Iterable[tuple[str, str]]) -> str:
    """`?name=value`, or `?` alone, which leads to the same page without any question."""
    return f"?{urlencode(list(pairs))}"
