"""Everything that speaks to the payment gateway. Each task works on one claimed row."""

from apps.payments.tasks.callbacks import understand
from apps.payments.tasks.cards import forget_card
from apps.payments.tasks.collecting import collect
from apps.payments.tasks.refunding import refund
from apps.payments.tasks.settling import ask_for_all_settlements, fetch_settlements

__all__ = [
    "ask_for_all_settlements",
    "collect",
    "fetch_settlements",
    "forget_card",
    "refund",
    "understand",
]
