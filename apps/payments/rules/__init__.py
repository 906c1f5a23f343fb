"""What gateways say and are asked, what buyers pay with and are told, in the shop's own words."""

from apps.payments.rules.charges import (
    Action,
    ActionKind,
    CardOnFile,
    Charge,
    ChargeStatus,
    GatewayMove,
    NextMove,
)
from apps.payments.rules.instruments import (
    Instrument,
    Method,
    confirm_saved_card_alone,
    instrument_of,
)
from apps.payments.rules.settlements import Break, BreakKind, SettlementLine, Statement
from apps.payments.rules.words import StatusWord, sentence_about

__all__ = [
    "Action",
    "ActionKind",
    "Break",
    "BreakKind",
    "CardOnFile",
    "Charge",
    "ChargeStatus",
    "GatewayMove",
    "Instrument",
    "Method",
    "NextMove",
    "SettlementLine",
    "Statement",
    "StatusWord",
    "confirm_saved_card_alone",
    "instrument_of",
    "sentence_about",
]
