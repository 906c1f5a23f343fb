"""The catalogue over HTTP, for everybody."""

from apps.catalog.api.prices import PriceHistoryView
from apps.catalog.api.shelves import CategoriesView, CategoryView, CollectionsView
from apps.catalog.api.views import ProductsView, ProductView, SuggestionsView

__all__ = [
    "CategoriesView",
    "CategoryView",
    "CollectionsView",
    "PriceHistoryView",
    "ProductView",
    "ProductsView",
    "SuggestionsView",
]
