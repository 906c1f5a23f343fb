from django.conf import settings
from django.urls import path, re_path

from apps.catalog.api import (
    CategoriesView,
    CategoryView,
    CollectionsView,
    PriceHistoryView,
    ProductsView,
    ProductView,
    SuggestionsView,
)
from apps.catalog.api.pictures import picture

urlpatterns = [
    path("api/v1/categories", CategoriesView.as_view(), name="categories"),
    path("api/v1/categories/<str:handle>", CategoryView.as_view(), name="category"),
    path("api/v1/collections", CollectionsView.as_view(), name="collections"),
    path("api/v1/search/suggestions", SuggestionsView.as_view(), name="suggestions"),
    path("api/v1/prices/<path:sku>", PriceHistoryView.as_view(), name="price-history"),
    path("api/v1/products", ProductsView.as_view(), name="products"),
    path("api/v1/products/<str:handle>", ProductView.as_view(), name="product"),
    re_path(
        rf"^{settings.MEDIA_URL.strip('/')}/pictures/"
        r"(?P<name>[0-9a-f]{2}/[0-9a-f]{64})\.(?P<extension>webp|jpg|png)$",
        picture,
        name="picture",
    ),
]
