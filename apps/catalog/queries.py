"""What others may read of the catalogue. Every query count is bounded, whatever the size."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, QuerySet, UUIDField, Value
from django.db.models.functions import Collate
from django.db.models.lookups import GreaterThan

from apps.catalog.models import Category, Product, ProductImage, ProductState, Variant
from apps.catalog.rules.drafts import ImageDraft, ProductDraft, VariantDraft
from apps.catalog.rules.shopify.writing import rows_of
from shop.events.base import Money
from shop.kernel.money import money

EXPORT_PAGE = 200


class Unnest(Func):
    """Each element of an array of ids in a row of its own."""

    function = "unnest"
    output_field = UUIDField()


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
    return [_shown_category(category) for category in _categories_in_use().defer("picture")]


def drawing_of(owner_id: UUID) -> str:
    """The SVG drawing of a product for sale, or of a category; empty if there is none."""
    products = Product.objects.filter(pk=owner_id, state=ProductState.PUBLISHED)
    drawings = products.values_list("picture", flat=True)
    return (
        drawings.first()
        or _categories_in_use().filter(pk=owner_id).values_list("picture", flat=True).first()
        or ""
    )


def listed_products(*, category: str = "") -> QuerySet[Product]:
    """Products for sale, newest first, in the category of this handle and below it, or in all."""
    products = products_for_sale().order_by("-created_at", "-id")
    return products.filter(category__in=_branch(category)) if category else products


def product_by_handle(handle: str) -> Product | None:
    """The product if it is for sale, complete."""
    return products_for_sale().filter(handle=handle).first()


def listed_categories() -> list[Category]:
    """The categories that have something for sale in or below them, in the order of staff."""
    return list(_categories_in_use())


def category_by_handle(handle: str) -> Category | None:
    return Category.objects.filter(handle=handle).first()


def products_for_sale() -> QuerySet[Product]:
    """Complete: category, variants and images come along in three statements."""
    return complete_products().filter(state=ProductState.PUBLISHED)


def complete_products() -> QuerySet[Product]:
    return Product.objects.select_related("category").prefetch_related("variants", "images")


def products_called(handles: Iterable[str]) -> dict[str, Product]:
    """The complete products with these handles, whatever their state, by handle."""
    return {p.handle: p for p in complete_products().filter(handle__in=list(handles))}


def owners_of_skus(skus: Iterable[str]) -> dict[str, str]:
    """Which product (by handle) has each of these merchant's SKUs."""
    rows = Variant.objects.filter(sku__in=list(skus)).values_list("sku", "product__handle")
    return dict(rows)


def categories_titled(titles: Iterable[str]) -> dict[str, Category]:
    """The categories with these full titles, by full title."""
    return {c.full_title: c for c in Category.objects.filter(full_title__in=set(titles))}


def all_products() -> Iterator[Product]:
    """Every product, complete, by handle in byte order; read page by page."""
    page = _after("")
    while page:
        yield from page
        page = _after(page[-1].handle)


def exported_rows() -> Iterator[list[str]]:
    """The rows of a product file with every product."""
    for product in all_products():
        title = product.category.full_title if product.category else ""
        draft = replace(draft_of(product), category=title)
        yield from rows_of(draft, state=product.state, currency=settings.CURRENCY)


def _after(handle: str) -> list[Product]:
    in_bytes = Collate("handle", "C")
    products = complete_products().filter(GreaterThan(in_bytes, Value(handle)))
    return list(products.order_by(in_bytes)[:EXPORT_PAGE])


def draft_of(product: Product) -> ProductDraft:
    """All that is said about a complete product, as its next revision may start from."""
    return ProductDraft(
        handle=product.handle,
        title=product.title,
        description=product.description,
        brand=product.brand,
        product_type=product.product_type,
        tags=tuple(product.tags),
        category=product.category.handle if product.category else "",
        tax_class=product.tax_class,
        option_names=tuple(product.option_names),
        variants=tuple(_variant_draft(variant) for variant in product.variants.all()),
        images=tuple(_image_draft(image) for image in product.images.all()),
    )


def _variant_draft(variant: Variant) -> VariantDraft:
    return VariantDraft(
        sku=variant.sku,
        option_values=tuple(variant.option_values),
        price=variant.price,
        compare_at_price=variant.compare_at_price,
        weight_grams=variant.weight_grams,
        barcode=variant.barcode,
    )


def _image_draft(image: ProductImage) -> ImageDraft:
    return ImageDraft(address=image.address, alt=image.alt, position=image.position)


def _categories_in_use() -> QuerySet[Category]:
    shelves = Category.objects.filter(products__state=ProductState.PUBLISHED)
    ancestors = shelves.annotate(each=Unnest("lineage")).values("each")
    return Category.objects.filter(id__in=ancestors)


def _branch(handle: str) -> QuerySet[Category]:
    """The category and all below it."""
    roots = Category.objects.filter(handle=handle)
    return Category.objects.filter(lineage__overlap=ArraySubquery(roots.values("id")))


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
