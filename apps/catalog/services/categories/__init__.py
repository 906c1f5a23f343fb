"""The tree of categories: planted by staff and by product files, one change at a time."""

from apps.catalog.services.categories.files import ensure_categories, missing_categories
from apps.catalog.services.categories.tree import (
    change_category_handle,
    create_category,
    move_category,
    revise_category,
)

__all__ = [
    "change_category_handle",
    "create_category",
    "ensure_categories",
    "missing_categories",
    "move_category",
    "revise_category",
]
