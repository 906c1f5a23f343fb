"""Builds listings anew: the catalogue's own part, with what inventory knows."""

from uuid import UUID

from apps.catalog.queries import ListingSearch, list_listings, products_for_sale
from apps.catalog.services.listings import rebuild_listings
from apps.inventory.queries import availability_of


def rebuild_all_listings() -> int:
    """Goes through all products, a few hundred in a transaction; returns how many there are."""
    last: UUID | None = None
    count = 0
    while True:
        rebuilt = rebuild_listings(after=last, levels_of=availability_of)
        last, count = rebuilt.last, count + rebuilt.products
        if last is None:
            return count


def listings_are_missing() -> bool:
    """Nothing is listed, and something is for sale: so it is after an upgrade."""
    return not list_listings(ListingSearch(size=1)).items and products_for_sale().exists()
