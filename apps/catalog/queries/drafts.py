"""Products as drafts: what the next revision may start from, and what a file says."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.conf import settings
from django.db.models import Prefetch, QuerySet, Value
from django.db.models.functions import Collate
from django.db.models.lookups import GreaterThan

from apps.catalog.models import Attribute, AttributeValue, Product, ProductImage, Variant
from apps.catalog.queries.products import complete_products
from apps.catalog.rules.drafts import ImageDraft, ProductDraft, VariantDraft
from apps.catalog.rules.shopify.columns import attribute_column
from apps.catalog.rules.shopify.writing import HEADER, rows_of

EXPORT_PAGE = 200


def all_products() -> Iterator[Product]:
    """Every product, complete, by handle in byte order; read page by page."""
    page = _after("")
    while page:
        yield from page
        page = _after(page[-1].handle)


def exported_header() -> list[str]:
    """The first row of a product file: every attribute has a column."""
    columns = _exported_attributes().values_list("label", "code")
    return [*HEADER, *(attribute_column(label, code) for label, code in columns)]


def exported_rows() -> Iterator[list[str]]:
    """The other rows of a product file, with every product."""
    codes = list(_exported_attributes().values_list("code", flat=True))
    for product in all_products():
        title = product.category.full_title if product.category else ""
        draft = replace(draft_of(product), category=title)
        words = words_of(product.attribute_values.all())
        said = [words.get(code, "") for code in codes]
        yield from rows_of(draft, state=product.state, currency=settings.CURRENCY, said=said)


def words_of(values: Iterable[AttributeValue]) -> dict[str, str]:
    """What is said of a product, by code, as it would have to be typed to be said again."""
    words: dict[str, list[str]] = {}
    for value in values:
        word = value.choice.value if value.choice else value.shown
        words.setdefault(value.attribute.code, []).append(word)
    return {code: ", ".join(parts) for code, parts in words.items()}


def _exported_attributes() -> QuerySet[Attribute]:
    return Attribute.objects.order_by("position", "label", "code")


def _after(handle: str) -> list[Product]:
    in_bytes = Collate("handle", "C")
    values = AttributeValue.objects.select_related("attribute", "choice")
    products = complete_products().filter(GreaterThan(in_bytes, Value(handle)))
    products = products.prefetch_related(Prefetch("attribute_values", values))
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
