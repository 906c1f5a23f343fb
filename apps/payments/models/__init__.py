"""Payments, the attempts to collect them, refunds, wallets, and what gateways tell."""

from apps.payments.models.attempt_states import MOVING_FIELDS, OPEN_STATES, AttemptState
from apps.payments.models.attempts import PaymentAttempt
from apps.payments.models.callbacks import GatewayCallback
from apps.payments.models.cards import CardState, SavedCard
from apps.payments.models.grants import RefundGrant
from apps.payments.models.payments import Payment, PaymentState
from apps.payments.models.refunds import Refund, RefundDestination, RefundState
from apps.payments.models.settlements import SettlementBreak, SettlementEntry, SettlementFeed
from apps.payments.models.wallets import (
    NotEnoughMoney,
    SystemAccount,
    WalletAccount,
    WalletEntry,
    WalletReason,
    WalletTransfer,
)

__all__ = [
    "MOVING_FIELDS",
    "OPEN_STATES",
    "AttemptState",
    "CardState",
    "GatewayCallback",
    "NotEnoughMoney",
    "Payment",
    "PaymentAttempt",
    "PaymentState",
    "Refund",
    "RefundDestination",
    "RefundGrant",
    "RefundState",
    "SavedCard",
    "SettlementBreak",
    "SettlementEntry",
    "SettlementFeed",
    "SystemAccount",
    "WalletAccount",
    "WalletEntry",
    "WalletReason",
    "WalletTransfer",
]
