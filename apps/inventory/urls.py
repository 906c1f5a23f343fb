from django.urls import path

from apps.inventory.api import StockView

urlpatterns = [
    path("api/v1/stock/<path:sku>", StockView.as_view(), name="stock"),
]
