"""Products as drafts: what the next revision may start from, and what a file says."""

from collections.abc import Iterator
from dataclasses import replace

from django.conf import settings
from django.db.models import Value
from django.db.models.functions import Collate
from django.db.models.lookups import GreaterThan

from apps.catalog.models import Product, ProductImage, Variant
from apps.catalog.queries.products import complete_products
from apps.catalog.rules.drafts import ImageDraft, ProductDraft, VariantDraft
from apps.catalog.rules.shopify.writing import rows_of

EXPORT_PAGE = 200


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
    """All that is said about a complete product, as its next revision may start from.

    Images that were handed in have no address, and are none of a draft's business.
    """
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
        images=tuple(_image_draft(image) for image in product.images.all() if image.address),
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
