"""What payments can tell. Values only: no model crosses to another part of the shop."""

from apps.payments.queries.attempts import attempt_of_charge
from apps.payments.queries.ledger import (
    Imbalance,
    OrderMoney,
    captured_by_order,
    money_under_way,
    payments_out_of_balance,
)
from apps.payments.queries.shown import ShownAttempt, ShownPayment, shown_payment

__all__ = [
    "Imbalance",
    "OrderMoney",
    "ShownAttempt",
    "ShownPayment",
    "attempt_of_charge",
    "captured_by_order",
    "money_under_way",
    "payments_out_of_balance",
    "shown_payment",
]
