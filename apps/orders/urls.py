from django.urls import path

from apps.orders.api import OrderCancellationView, OrdersView, OrderView

urlpatterns = [
    path("api/v1/orders", OrdersView.as_view(), name="orders"),
    path("api/v1/orders/<uuid:order_id>", OrderView.as_view(), name="order"),
    path(
        "api/v1/orders/<uuid:order_id>/cancel",
        OrderCancellationView.as_view(),
        name="order-cancellation",
    ),
]
