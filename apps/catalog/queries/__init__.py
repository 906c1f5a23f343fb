"""What others may read of the catalogue."""

from apps.catalog.queries.categories import (
    branch_of,
    categories_in_use,
    categories_titled,
    category_by_handle,
    current_category_handle,
    listed_categories,
)
from apps.catalog.queries.drafts import all_products, draft_of, exported_rows
from apps.catalog.queries.images import kept_file, waiting_images_of
from apps.catalog.queries.products import (
    complete_products,
    current_handle,
    current_handles,
    listed_products,
    owners_of_skus,
    product_by_handle,
    product_locked,
    products_called,
    products_for_sale,
)
from apps.catalog.queries.shown import (
    ShownCategory,
    ShownProduct,
    ShownVariant,
    drawing_of,
    shown_categories,
    shown_products,
)

__all__ = [
    "ShownCategory",
    "ShownProduct",
    "ShownVariant",
    "all_products",
    "branch_of",
    "categories_in_use",
    "categories_titled",
    "category_by_handle",
    "complete_products",
    "current_category_handle",
    "current_handle",
    "current_handles",
    "draft_of",
    "drawing_of",
    "exported_rows",
    "kept_file",
    "listed_categories",
    "listed_products",
    "owners_of_skus",
    "product_by_handle",
    "product_locked",
    "products_called",
    "products_for_sale",
    "shown_categories",
    "shown_products",
    "waiting_images_of",
]
