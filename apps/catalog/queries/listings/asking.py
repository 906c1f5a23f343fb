"""Turns what a shopper asks for into what the statements know."""

from decimal import Decimal

from apps.catalog.rules.listings import ListingSearch, Sort
from apps.catalog.rules.listings.typing import plain_text, words_of
from apps.catalog.sql.searching import Asked

LARGEST_PAGE = 100
LAST_PAGE = 1_000
_MOST_FACETS = 12
_MOST_CHOSEN = 40
_LARGEST_AMOUNT = Decimal(10**9)


def asked_by(search: ListingSearch) -> Asked:
    """The same in the words of the database, within bounds: anything can be looked for."""
    words = words_of(search.text)
    size = min(max(search.size, 1), LARGEST_PAGE)
    return Asked(
        words=words,
        shelves=_shelves(search),
        chosen=_chosen(search),
        price_from=_amount(search.price_from),
        price_to=_amount(search.price_to),
        only_available=search.only_available,
        order=order_of(search.sort, words),
        limit=size,
        offset=(page_of(search) - 1) * size,
    )


def page_of(search: ListingSearch) -> int:
    """The page that is asked for, from 1 on."""
    return min(max(search.page, 1), LAST_PAGE)


def order_of(sort: Sort, words: tuple[str, ...]) -> str:
    """Nothing can be more relevant than other things unless there are words."""
    return Sort.NEWEST if sort == Sort.RELEVANCE and not words else sort


def _shelves(search: ListingSearch) -> list[str]:
    named = {"category": search.category, "collection": search.collection}
    return [f"{kind}/{plain_text(handle)}" for kind, handle in named.items() if handle]


def _chosen(search: ListingSearch) -> dict[str, list[str]]:
    named = [(plain_text(name), values) for name, values in search.chosen.items() if values]
    return {
        name: [f"{name}:{plain_text(value)}" for value in sorted(values)[:_MOST_CHOSEN]]
        for name, values in sorted(named)[:_MOST_FACETS]
    }


def _amount(price: Decimal | None) -> str | None:
    if price is None or not price.is_finite():
        return None
    return str(min(max(price, Decimal(0)), _LARGEST_AMOUNT))
