"""What is for sale, as pages show it: listings, with an address for every picture."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from apps.catalog.queries import (
    FoundListings,
    ListingSearch,
    MovedTo,
    ShownChoice,
    ShownListing,
    ShownProductPage,
    ShownShelf,
    category_tree,
    find_listings,
    list_listings,
    listing_by_handle,
    listings_with_skus,
)


@dataclass(frozen=True, kw_only=True)
class Card:
    """A product in a list; `picture` is an address."""

    listing: ShownListing
    picture: str


@dataclass(frozen=True, kw_only=True)
class Goods:
    """A product in all its choices, of which there is one at least; `picture` is an address."""

    page: ShownProductPage
    picture: str

    @property
    def listing(self) -> ShownListing:
        return self.page.listing

    @property
    def choices(self) -> tuple[ShownChoice, ...]:
        return self.page.choices

    def choice(self, sku: str) -> ShownChoice | None:
        """The choice with that SKU, if it belongs to this product."""
        return next((choice for choice in self.choices if choice.sku == sku), None)


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """A category with something for sale; `picture` is an address."""

    category: ShownShelf
    picture: str


@dataclass(frozen=True, kw_only=True)
class FoundGoods:
    """A page of what was found, as cards, with what is known of the whole."""

    cards: tuple[Card, ...]
    found: FoundListings


def shelves() -> list[Shelf]:
    """The departments: the categories on top that have something for sale, in order."""
    return [shelf_of(category) for category in category_tree()]


def shelf_of(category: ShownShelf) -> Shelf:
    """The category with the address of its drawing."""
    return Shelf(category=category, picture=_drawing_address(category.id))


def newest_goods(*, at_most: int) -> list[Card]:
    """What came into the shop last."""
    return [_card(each) for each in list_listings(ListingSearch(size=at_most)).items]


def search_goods(wanted: ListingSearch) -> FoundGoods:
    """Raises InvalidInput for a cursor that this list did not give."""
    found = find_listings(wanted)
    return FoundGoods(cards=tuple(_card(each) for each in found.items), found=found)


def goods_called(handle: str) -> Goods | MovedTo | None:
    """The product; or where it is found now, if that was its handle once."""
    found = listing_by_handle(handle)
    return _goods(found) if isinstance(found, ShownProductPage) else found


def goods_with_skus(skus: Collection[str]) -> list[Goods]:
    """The products that are sold under these SKUs."""
    return [_goods(page) for page in listings_with_skus(skus)]


def _card(listing: ShownListing) -> Card:
    return Card(listing=listing, picture=_picture(listing))


def _goods(page: ShownProductPage) -> Goods:
    return Goods(page=page, picture=_picture(page.listing))


def _picture(listing: ShownListing) -> str:
    return listing.image.address or _drawing_address(listing.product_id)


def _drawing_address(owner_id: UUID) -> str:
    return reverse("storefront:drawing", kwargs={"owner_id": owner_id})
