from django.urls import path

from apps.payments.api.callbacks import GatewayCallbackView
from apps.payments.api.cards import CardsView, CardView
from apps.payments.api.paying import AttemptsView, PaymentView
from apps.payments.api.wallets import WalletView

urlpatterns = [
    path("api/v1/orders/<uuid:order_id>/payment", PaymentView.as_view()),
    path("api/v1/orders/<uuid:order_id>/payment-attempts", AttemptsView.as_view()),
    path("api/v1/payment-methods", CardsView.as_view()),
    path("api/v1/payment-methods/<uuid:card_id>", CardView.as_view()),
    path("api/v1/wallet", WalletView.as_view()),
    path("callbacks/payments/<slug:provider>", GatewayCallbackView.as_view()),
]
