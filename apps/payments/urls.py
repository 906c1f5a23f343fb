from django.urls import path

from apps.payments.api import AttemptsView, PaymentView, SandboxCallbackView

urlpatterns = [
    path("api/v1/payments/<uuid:order_id>", PaymentView.as_view()),
    path("api/v1/payments/<uuid:order_id>/attempts", AttemptsView.as_view()),
    path("callbacks/payments/sandbox", SandboxCallbackView.as_view()),
]
