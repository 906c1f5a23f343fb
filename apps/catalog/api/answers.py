"""What the endpoints of the catalogue return."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from apps.catalog.api.occasions import OccasionAnswer, shown_occasion
from apps.catalog.rules.listings import (
    Facet,
    ShownCrumb,
    ShownListing,
    ShownPicture,
    ShownProductPage,
)
from shop.events.base import Money
from shop.kernel.api.bodies import Answer


class CrumbAnswer(Answer):
    """A category or collection by name and address."""

    handle: str
    title: str


class SizeAnswer(Answer):
    """A picture in one size, in pixels; addresses by format."""

    width: int
    height: int
    addresses: dict[str, str]


class PictureAnswer(Answer):
    """A picture: `address` always leads to it, `sizes` are there once it was prepared."""

    address: str
    alt: str
    width: int
    height: int
    blur: str
    sizes: list[SizeAnswer]


class ListedProductAnswer(Answer):
    """A product as a list shows it; `category` is the way from the root down.

    Of a reduced product, `lowest_price_30_days` is the lowest of the 30 days before the reduction.
    """

    id: UUID
    handle: str
    title: str
    brand: str
    category: list[CrumbAnswer]
    price_from: Decimal
    price_to: Decimal
    former_price: Decimal | None
    lowest_price_30_days: Decimal | None
    currency: str
    is_available: bool
    image: PictureAnswer | None
    skus: list[str]
    created_at: datetime


class FacetValueAnswer(Answer):
    """A value to filter by, and how many products it would show besides all other filters."""

    value: str
    count: int
    is_chosen: bool


class FacetAnswer(Answer):
    """A filter: send `f.<name>=<value>`, once for every value."""

    name: str
    label: str
    values: list[FacetValueAnswer]


class ProductPageAnswer(Answer):
    """Some products, and the cursor of the next page, null on the last one.

    `total`, `facets` and `corrected` (what was looked for instead of misspelt words) are there
    for searches, and if `facets=yes` asks for them.
    """

    items: list[ListedProductAnswer]
    next: str | None
    total: int | None = None
    corrected: str | None = None
    facets: list[FacetAnswer] | None = None


class VariantAnswer(Answer):
    """One thing to buy: order it by `sku`. `options` stand in the order of the product's.

    `available` are the units that were there a moment ago; the order decides. Of a reduced variant,
    `lowest_price_30_days` is the lowest of the 30 days before the reduction, if it is known.
    `when_sold_out` is one of deny, backorder, preorder: whether it can be ordered although none is
    there. Then it is promised for a day; without one, it comes as soon as there is any.
    """

    sku: str
    title: str
    options: list[str]
    price: Decimal
    compare_at_price: Decimal | None
    lowest_price_30_days: Decimal | None
    currency: str
    weight_grams: int
    available: int
    when_sold_out: str
    promised_for: date | None


class AttributeAnswer(Answer):
    """Something that is said of the product."""

    code: str
    label: str
    value: str


class ProductAnswer(Answer):
    """A product in all its variants. `description` is HTML by the merchant, not made safe.

    `kind` is `goods` or `ticketed`: then the variants are kinds of tickets for the `occasion`.
    """

    id: UUID
    handle: str
    title: str
    description: str
    brand: str
    product_type: str
    tags: list[str]
    category: list[CrumbAnswer]
    collections: list[CrumbAnswer]
    options: list[str]
    attributes: list[AttributeAnswer]
    images: list[PictureAnswer]
    variants: list[VariantAnswer]
    is_available: bool
    kind: str
    occasion: OccasionAnswer | None


def listed(listing: ShownListing) -> ListedProductAnswer:
    """The listing as a list of the API shows it."""
    return ListedProductAnswer(
        id=listing.product_id,
        handle=listing.handle,
        title=listing.title,
        brand=listing.brand,
        category=crumbs(listing.category),
        price_from=listing.price_from.amount,
        price_to=listing.price_to.amount,
        former_price=_amount(listing.former_price),
        lowest_price_30_days=_amount(listing.lowest_price),
        currency=listing.price_from.currency,
        is_available=listing.is_available,
        image=_picture(listing.image) if listing.image.address else None,
        skus=list(listing.skus),
        created_at=listing.created_at,
    )


def product(page: ShownProductPage) -> ProductAnswer:
    """The product as the API shows it."""
    return ProductAnswer(
        id=page.listing.product_id,
        handle=page.listing.handle,
        title=page.listing.title,
        description=page.description,
        brand=page.listing.brand,
        product_type=page.product_type,
        tags=list(page.tags),
        category=crumbs(page.listing.category),
        collections=crumbs(page.collections),
        options=list(page.option_names),
        attributes=[AttributeAnswer(a.code, a.label, a.value) for a in page.attributes],
        images=[_picture(image) for image in page.images],
        variants=_variants(page),
        is_available=page.listing.is_available,
        kind="ticketed" if page.occasion else "goods",
        occasion=shown_occasion(page.occasion) if page.occasion else None,
    )


def facet(found: Facet) -> FacetAnswer:
    """The facet with all its values."""
    values = [FacetValueAnswer(each.value, each.count, each.is_chosen) for each in found.values]
    return FacetAnswer(name=found.name, label=found.label, values=values)


def crumbs(shown: tuple[ShownCrumb, ...]) -> list[CrumbAnswer]:
    return [CrumbAnswer(handle=crumb.handle, title=crumb.title) for crumb in shown]


def _variants(page: ShownProductPage) -> list[VariantAnswer]:
    return [
        VariantAnswer(
            sku=choice.sku,
            title=choice.title,
            options=list(choice.option_values),
            price=choice.price.amount,
            compare_at_price=_amount(choice.former_price),
            lowest_price_30_days=_amount(choice.lowest_price),
            currency=choice.price.currency,
            weight_grams=choice.weight_grams,
            available=choice.available,
            when_sold_out=choice.stock.when_sold_out,
            promised_for=choice.stock.promised_for,
        )
        for choice in page.choices
    ]


def _amount(price: Money | None) -> Decimal | None:
    return price.amount if price else None


def _picture(shown: ShownPicture) -> PictureAnswer:
    return PictureAnswer(
        address=shown.address,
        alt=shown.alt,
        width=shown.width,
        height=shown.height,
        blur=shown.blur,
        sizes=[SizeAnswer(each.width, each.height, dict(each.addresses)) for each in shown.sizes],
    )
