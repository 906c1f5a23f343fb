"""Collections: products chosen by hand, or by rules that events keep up with."""

from apps.catalog.services.collections.choosing import choose_products
from apps.catalog.services.collections.making import (
    create_collection,
    revise_collection,
    set_rules,
)
from apps.catalog.services.collections.sorting import (
    refill_collection,
    refill_collections_around,
    sort_product,
)

__all__ = [
    "choose_products",
    "create_collection",
    "refill_collection",
    "refill_collections_around",
    "revise_collection",
    "set_rules",
    "sort_product",
]
