"""What is for sale, out of the listings: every function asks one question, at any size."""

from apps.catalog.queries.listings.finding import ListedPage, find_listings, list_listings
from apps.catalog.queries.listings.pages import (
    edition_of,
    edition_of_lists,
    listing_by_handle,
    listing_with_sku,
    listings_with_skus,
)
from apps.catalog.queries.listings.shelves import (
    category_tree,
    collection_by_handle,
    collections_for_sale,
    shelf_by_handle,
)
from apps.catalog.queries.listings.suggesting import suggestions

__all__ = [
    "ListedPage",
    "category_tree",
    "collection_by_handle",
    "collections_for_sale",
    "edition_of",
    "edition_of_lists",
    "find_listings",
    "list_listings",
    "listing_by_handle",
    "listing_with_sku",
    "listings_with_skus",
    "shelf_by_handle",
    "suggestions",
]
