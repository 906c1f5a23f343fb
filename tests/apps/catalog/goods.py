"""A product that many tests begin with."""

from decimal import Decimal

from apps.catalog.models import Product
from apps.catalog.rules.drafts import ProductDraft, VariantDraft
from apps.catalog.services import create_product, publish_product

SMALL = VariantDraft(
    sku="TEA-100", option_values=("100 g",), price=Decimal("4.50"), weight_grams=120
)
LARGE = VariantDraft(
    sku="TEA-250",
    option_values=("250 g",),
    price=Decimal("9.90"),
    compare_at_price=Decimal("11.25"),
    weight_grams=280,
)
TEA = ProductDraft(
    handle="darjeeling", title="Darjeeling", option_names=("Size",), variants=(SMALL, LARGE)
)


def published_tea() -> Product:
    product = create_product(draft=TEA)
    return publish_product(product_id=product.id)
