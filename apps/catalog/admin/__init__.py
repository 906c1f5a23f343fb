"""Staff keeps the catalogue here. Every change goes through a service, so the others hear of it."""

from apps.catalog.admin.attributes import AttributeAdmin, ProductTypeAdmin
from apps.catalog.admin.categories import CategoryAdmin
from apps.catalog.admin.collections import CollectionAdmin
from apps.catalog.admin.images import ProductImageAdmin
from apps.catalog.admin.planned_prices import PlannedPriceAdmin
from apps.catalog.admin.products import ProductAdmin
from apps.catalog.admin.variants import VariantAdmin

__all__ = [
    "AttributeAdmin",
    "CategoryAdmin",
    "CollectionAdmin",
    "PlannedPriceAdmin",
    "ProductAdmin",
    "ProductImageAdmin",
    "ProductTypeAdmin",
    "VariantAdmin",
]
