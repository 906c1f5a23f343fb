"""Drawings of products and categories."""

from uuid import UUID

from apps.catalog.models import Product, ProductState
from apps.catalog.queries.categories import categories_in_use


def drawing_of(owner_id: UUID) -> str:
    """The SVG drawing of a product for sale, or of a category; empty if there is none."""
    products = Product.objects.filter(pk=owner_id, state=ProductState.PUBLISHED)
    drawings = products.values_list("picture", flat=True)
    return (
        drawings.first()
        or categories_in_use().filter(pk=owner_id).values_list("picture", flat=True).first()
        or ""
    )
