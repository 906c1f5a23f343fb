"""What stands for a product where it has no picture: its drawing."""

from dataclasses import replace

from apps.catalog.queries import ShownListing, ShownPicture, ShownProductPage
from shop.storefront.links import drawing_address


def picture_of(listing: ShownListing) -> ShownPicture:
    """The product's first picture, or its drawing; there is always an address."""
    if listing.image.address:
        return listing.image
    return replace(listing.image, address=drawing_address(listing.product_id))


def pictures_of(page: ShownProductPage) -> tuple[ShownPicture, ...]:
    """All pictures of a product, at least one."""
    return page.images or (picture_of(page.listing),)
