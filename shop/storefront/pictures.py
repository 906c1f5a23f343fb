"""What stands for a product where it has no picture: its drawing."""

from dataclasses import replace

from django.urls import reverse

from apps.catalog.queries import ShownListing, ShownPicture, ShownProductPage


def picture_of(listing: ShownListing) -> ShownPicture:
    """The product's first picture, or its drawing; there is always an address."""
    if listing.image.address:
        return listing.image
    drawing = reverse("storefront:drawing", kwargs={"owner_id": listing.product_id})
    return replace(listing.image, address=drawing)


def pictures_of(page: ShownProductPage) -> tuple[ShownPicture, ...]:
    """All pictures of a product, at least one."""
    return page.images or (picture_of(page.listing),)
