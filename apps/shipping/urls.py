from django.urls import path

from apps.shipping.api import CourierCallbackView, ShipmentView

urlpatterns = [
    path("api/v1/shipments/<uuid:order_id>", ShipmentView.as_view()),
    path("callbacks/shipping/<slug:provider>", CourierCallbackView.as_view()),
]
