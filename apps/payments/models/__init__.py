"""Payments, the attempts to collect them, refunds, and what gateways call back."""

from apps.payments.models.attempts import AttemptState, PaymentAttempt
from apps.payments.models.callbacks import GatewayCallback
from apps.payments.models.payments import Payment, PaymentState
from apps.payments.models.refunds import Refund, RefundState

__all__ = [
    "AttemptState",
    "GatewayCallback",
    "Payment",
    "PaymentAttempt",
    "PaymentState",
    "Refund",
    "RefundState",
]
