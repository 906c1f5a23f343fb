"""What payments can tell. Values only: no model crosses to another part of the shop."""

from apps.payments.queries.attempts import attempt_of_charge
from apps.payments.queries.cards import ShownCard, cards_of
from apps.payments.queries.ledger import (
    Booked,
    Imbalance,
    OrderMoney,
    booked_at,
    captured_by_order,
    gateways_out_of_balance,
    held_by_gateways,
    money_under_way,
    payments_out_of_balance,
    wallets_out_of_balance,
)
from apps.payments.queries.settlements import (
    KeptSettlement,
    breaks_by_kind,
    settled_gateways,
    settlement_at,
    settlements_told_until,
)
from apps.payments.queries.shown import ShownAttempt, ShownPayment, payer_of, shown_payment
from apps.payments.queries.wallets import (
    ShownEntry,
    balance_of,
    entries_of,
    shown_entries_of,
    wallets_of,
)

__all__ = [
    "Booked",
    "Imbalance",
    "KeptSettlement",
    "OrderMoney",
    "ShownAttempt",
    "ShownCard",
    "ShownEntry",
    "ShownPayment",
    "attempt_of_charge",
    "balance_of",
    "booked_at",
    "breaks_by_kind",
    "captured_by_order",
    "cards_of",
    "entries_of",
    "gateways_out_of_balance",
    "held_by_gateways",
    "money_under_way",
    "payer_of",
    "payments_out_of_balance",
    "settled_gateways",
    "settlement_at",
    "settlements_told_until",
    "shown_entries_of",
    "shown_payment",
    "wallets_of",
    "wallets_out_of_balance",
]
