"""Everything that changes the catalogue."""

from apps.catalog.services.categories import (
    change_category_handle,
    create_category,
    move_category,
    revise_category,
)
from apps.catalog.services.imports import import_products, rehearse_import
from apps.catalog.services.products import (
    change_price,
    create_product,
    draw_product,
    publish_product,
    revise_product,
    withdraw_product,
)

__all__ = [
    "change_category_handle",
    "change_price",
    "create_category",
    "create_product",
    "draw_product",
    "import_products",
    "move_category",
    "publish_product",
    "rehearse_import",
    "revise_category",
    "revise_product",
    "withdraw_product",
]
