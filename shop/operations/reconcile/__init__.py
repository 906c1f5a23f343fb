"""Orders, our ledger and what a gateway settled, held against each other."""

from shop.operations.reconcile.breaks import Break, Kind
from shop.operations.reconcile.files import read_settlement
from shop.operations.reconcile.lines import SettlementLine
from shop.operations.reconcile.matching import compared
from shop.operations.reconcile.report import Reconciliation, reconciled

__all__ = [
    "Break",
    "Kind",
    "Reconciliation",
    "SettlementLine",
    "compared",
    "read_settlement",
    "reconciled",
]
