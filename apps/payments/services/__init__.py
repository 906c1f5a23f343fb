"""What payments does, one verb each."""

from apps.payments.services.attempts import choose_gateway, pass_on, start_attempt
from apps.payments.services.callbacks import (
    keep_callback,
    look_again,
)
from apps.payments.services.cards import record_forgotten_card, remove_card, remove_cards
from apps.payments.services.charges import record_charge, record_refusal
from apps.payments.services.claiming import bring_refunds_along
from apps.payments.services.grants import grant_refund
from apps.payments.services.holding import (
    ask_before_it_lapses,
    ask_for_held,
    want_promised_money,
)
from apps.payments.services.payments import close_payment, hand_over_payment, open_payment
from apps.payments.services.refunds import (
    record_refund,
    record_refused_refund,
    refund_to_wallet,
    retry_refund,
)
from apps.payments.services.settlements import (
    Kept,
    ask_for_settlements,
    keep_breaks,
    keep_settlement,
    record_statement,
)
from apps.payments.services.told_refunds import book_told_refund
from apps.payments.services.wallets import credit_wallet, pay_out_wallet, require_empty_wallets

__all__ = [
    "Kept",
    "ask_before_it_lapses",
    "ask_for_held",
    "ask_for_settlements",
    "book_told_refund",
    "bring_refunds_along",
    "choose_gateway",
    "close_payment",
    "credit_wallet",
    "grant_refund",
    "hand_over_payment",
    "keep_breaks",
    "keep_callback",
    "keep_settlement",
    "look_again",
    "open_payment",
    "pass_on",
    "pay_out_wallet",
    "record_charge",
    "record_forgotten_card",
    "record_refund",
    "record_refusal",
    "record_refused_refund",
    "record_statement",
    "refund_to_wallet",
    "remove_card",
    "remove_cards",
    "require_empty_wallets",
    "retry_refund",
    "start_attempt",
    "want_promised_money",
]
