"""Orders, our ledger and what a gateway settled, held against each other."""

from shop.operations.reconcile.files import read_settlement
from shop.operations.reconcile.matching import Patience, compared
from shop.operations.reconcile.report import Reconciliation, match, reconciled, reconciled_kept
from shop.operations.reconcile.taking import Tally, rehearse_settlement, take_settlement

__all__ = [
    "Patience",
    "Reconciliation",
    "Tally",
    "compared",
    "match",
    "read_settlement",
    "reconciled",
    "reconciled_kept",
    "rehearse_settlement",
    "take_settlement",
]
