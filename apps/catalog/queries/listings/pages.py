"""One product, by the names that lead to it."""

from collections.abc import Callable, Collection, Sequence

from apps.catalog.queries.listings.cards import PageRow, page_rows_in
from apps.catalog.queries.listings.turning import at_prices_of_now, edition_of, edition_of_lists
from apps.catalog.queries.products import current_handle
from apps.catalog.rules.listings import MovedTo, ShownProductPage
from apps.catalog.rules.listings.typing import plain_text
from apps.catalog.sql.showing import page_called, pages_with_skus

__all__ = [
    "edition_of",
    "edition_of_lists",
    "listing_by_handle",
    "listing_with_sku",
    "listings_with_skus",
]


def listing_by_handle(handle: str) -> ShownProductPage | MovedTo | None:
    """All that the product's page shows; or where it is found now, if that was its handle once."""
    found = _pages(lambda: page_called(plain_text(handle)))
    if found:
        return found[0]
    current = current_handle(plain_text(handle))
    return MovedTo(handle=current) if current and edition_of(current) else None


def listing_with_sku(sku: str) -> ShownProductPage | None:
    """The product that is sold under this stock code in one of its choices."""
    return next(iter(listings_with_skus([sku])), None)


def listings_with_skus(skus: Collection[str]) -> list[ShownProductPage]:
    """The products that are sold under these stock codes, each once."""
    return _pages(lambda: pages_with_skus([plain_text(sku) for sku in skus]))


def _pages(read: Callable[[], Sequence[str]]) -> list[ShownProductPage]:
    rows: list[PageRow] = at_prices_of_now(lambda: page_rows_in(read()))
    return [row.shown_page() for row in rows]
