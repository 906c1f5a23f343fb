from django.urls import path

from apps.shipping.api import SandboxCallbackView, ShipmentView

urlpatterns = [
    path("api/v1/shipments/<uuid:order_id>", ShipmentView.as_view()),
    path("callbacks/shipping/sandbox", SandboxCallbackView.as_view()),
]
