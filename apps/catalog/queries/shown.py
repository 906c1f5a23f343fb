"""Products and categories as pages show them: values, no rows."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from apps.catalog.models import Category, Product, ProductState, Variant
from apps.catalog.queries.categories import categories_in_use
from shop.events.base import Money
from shop.kernel.money import money


@dataclass(frozen=True, kw_only=True)
class ShownCategory:
    """A shelf of the shop, without its drawing."""

    id: UUID
    handle: str
    title: str
    blurb: str


@dataclass(frozen=True, kw_only=True)
class ShownVariant:
    """One thing to buy, by its stock code; `former_price` is the higher one of before."""

    sku: str
    title: str
    option_values: tuple[str, ...]
    price: Money
    former_price: Money | None


@dataclass(frozen=True, kw_only=True)
class ShownProduct:
    """A product as a page lists it: without its description and its drawing.

    `image` is the address of a picture that lies elsewhere, or empty.
    """

    id: UUID
    handle: str
    title: str
    brand: str
    category: ShownCategory | None
    option_names: tuple[str, ...]
    image: str
    image_alt: str
    variants: tuple[ShownVariant, ...]


def shown_products(products: QuerySet[Product]) -> list[ShownProduct]:
    """These complete products as values, in their order."""
    heavy = ("picture", "description", "category__picture")
    return [_shown(product) for product in products.defer(*heavy)]


def shown_categories() -> list[ShownCategory]:
    """The categories with something for sale in or below them, in order, without drawings."""
    return [_shown_category(category) for category in categories_in_use().defer("picture")]


def drawing_of(owner_id: UUID) -> str:
    """The SVG drawing of a product for sale, or of a category; empty if there is none."""
    products = Product.objects.filter(pk=owner_id, state=ProductState.PUBLISHED)
    drawings = products.values_list("picture", flat=True)
    return (
        drawings.first()
        or categories_in_use().filter(pk=owner_id).values_list("picture", flat=True).first()
        or ""
    )


def _shown(product: Product) -> ShownProduct:
    image = next(iter(product.images.all()), None)
    return ShownProduct(
        id=product.id,
        handle=product.handle,
        title=product.title,
        brand=product.brand,
        category=_shown_category(product.category) if product.category else None,
        option_names=tuple(product.option_names),
        image=image.address if image else "",
        image_alt=image.alt if image else "",
        variants=tuple(_shown_variant(product, variant) for variant in product.variants.all()),
    )


def _shown_variant(product: Product, variant: Variant) -> ShownVariant:
    former = variant.compare_at_price
    return ShownVariant(
        sku=variant.stock_code,
        title=variant.title_within(product),
        option_values=tuple(variant.option_values),
        price=variant.cost(),
        former_price=money(former, variant.currency) if former else None,
    )


def _shown_category(category: Category) -> ShownCategory:
    return ShownCategory(
        id=category.id, handle=category.handle, title=category.title, blurb=category.blurb
    )
