from django.urls import path

from apps.inventory import api

urlpatterns = [
    path("api/v1/seats/<path:sku>", api.SeatsView.as_view(), name="seats"),
    path("api/v1/stock/<path:sku>", api.StockView.as_view(), name="stock"),
    path("api/v1/waiting-list/<path:sku>", api.WaitingListView.as_view(), name="waiting-list"),
]
