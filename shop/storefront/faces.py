"""How the things in carts look, and where they are shown."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.http import urlencode

from apps.catalog.queries import ShownChoice, ShownListing, ShownPicture, listings_with_skus
from shop.storefront.links import product_address
from shop.storefront.pictures import picture_of


@dataclass(frozen=True, kw_only=True)
class Face:
    """What stands for a SKU on a page; `page` is an address."""

    title: str
    picture: ShownPicture
    page: str


def faces_of(skus: Collection[str]) -> dict[str, Face]:
    """The faces of those SKUs that are for sale, by SKU, in one statement."""
    wanted = {sku for sku in skus if sku}
    return {
        choice.sku: face_of(choice, page.listing)
        for page in (listings_with_skus(wanted) if wanted else ())
        for choice in page.choices
        if choice.sku in wanted
    }


def face_of(choice: ShownChoice, listing: ShownListing) -> Face:
    """How one choice of the listed product looks."""
    return Face(
        title=choice.title,
        picture=picture_of(listing),
        page=f"{product_address(listing.handle)}?{urlencode({'sku': choice.sku})}",
    )
