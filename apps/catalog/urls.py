from django.urls import path

from apps.catalog.api import CategoriesView, ProductsView, ProductView

urlpatterns = [
    path("api/v1/categories", CategoriesView.as_view(), name="categories"),
    path("api/v1/products", ProductsView.as_view(), name="products"),
    path("api/v1/products/<str:handle>", ProductView.as_view(), name="product"),
]
