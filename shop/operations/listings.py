"""Builds listings anew: the catalogue's own part, with what inventory knows."""

from collections.abc import Collection
from uuid import UUID

from apps.catalog.queries import ListingSearch, StockedUnits, list_listings, products_for_sale
from apps.catalog.services.listings import rebuild_listings
from apps.inventory.queries import availability_of, wait_offers


def rebuild_all_listings() -> int:
    """Goes through all products, a few hundred in a transaction; returns how many there are."""
    last: UUID | None = None
    count = 0
    while True:
        rebuilt = rebuild_listings(after=last, levels_of=levels_of)
        last, count = rebuilt.last, count + rebuilt.products
        if last is None:
            return count


def levels_of(skus: Collection[str]) -> dict[str, StockedUnits]:
    """What can be bought of these SKUs, and what can be waited for."""
    available, offers = availability_of(skus), wait_offers(skus)
    levels = {sku: StockedUnits(available=units) for sku, units in available.items()}
    return levels | {
        sku: StockedUnits(
            available=available.get(sku, 0),
            when_sold_out=offer.when_sold_out,
            promised_for=None if available.get(sku) else offer.promised_for,
        )
        for sku, offer in offers.items()
    }


def listings_are_missing() -> bool:
    """Nothing is listed, and something is for sale: so it is after an upgrade."""
    return not list_listings(ListingSearch(size=1)).items and products_for_sale().exists()
