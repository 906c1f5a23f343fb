"""The statements that are written by hand."""

from apps.payments.sql.gateways import BOOKED_AT_GATEWAY, CHARGES_THAT_DIFFER, HELD_BY_GATEWAYS
from apps.payments.sql.ledgers import GATEWAY_IMBALANCES, WALLET_IMBALANCES
from apps.payments.sql.money import IMBALANCES, MONEY_BY_ORDER, MONEY_COLUMNS, UNDER_WAY
from apps.payments.sql.opening import NewPayment, insert_payment, insert_payment_with_attempt

__all__ = [
    "BOOKED_AT_GATEWAY",
    "CHARGES_THAT_DIFFER",
    "GATEWAY_IMBALANCES",
    "HELD_BY_GATEWAYS",
    "IMBALANCES",
    "MONEY_BY_ORDER",
    "MONEY_COLUMNS",
    "UNDER_WAY",
    "WALLET_IMBALANCES",
    "NewPayment",
    "insert_payment",
    "insert_payment_with_attempt",
]
