"""Brings books that do not agree in line again, with a line of the ledger that says so."""

from collections.abc import Sequence

from apps.inventory.models import STORED_BALANCES, Cause, Movement, Stock
from apps.inventory.services.announcing import announce_stock
from apps.inventory.services.books import write_movements
from apps.inventory.services.levels import lock_or_open
from apps.inventory.sql.drift import Drift, drifts, drifts_of
from shop.kernel.errors import DomainError
from shop.kernel.outbox.unit_of_work import unit_of_work


def repair_drift() -> list[Drift]:
    """Mends every place whose books do not agree, each for itself; what was wrong.

    The ledger is the truth of what is on hand and unavailable, the open holds of what is reserved
    and committed, open transfers and purchase orders of what is incoming. Raises DomainError if a
    place has fewer units than it has promised: count first.
    """
    wrong = drifts()
    for sku, warehouse in sorted({(drift.sku, drift.warehouse) for drift in wrong}):
        _repair(sku, warehouse)
    return wrong


@unit_of_work
def _repair(sku: str, warehouse: str) -> None:
    # Whoever moves units of this place waits for the row; what is wrong is looked up behind it.
    stock = lock_or_open([(sku, warehouse)])[sku, warehouse]
    wrong = drifts_of(sku, warehouse)
    if not wrong:
        return
    for drift in wrong:
        if drift.recorded is not None:
            setattr(stock, drift.balance, _truth(drift))
    if stock.free < 0:
        raise DomainError(
            f"{stock} has {stock.on_hand} units by the ledger, but {stock.reserved} are promised"
            f" and {stock.unavailable} unavailable. Count, adjust what is on hand, then repair."
        )
    stock.save(update_fields=STORED_BALANCES)
    write_movements([_correction(stock, wrong)], reason="; ".join(map(str, wrong))[:200])
    announce_stock(skus=[sku])


def _truth(drift: Drift) -> int:
    others = (said for said in (drift.by_holds, drift.by_papers) if said is not None)
    return next(others, drift.by_ledger)


def _correction(stock: Stock, wrong: Sequence[Drift]) -> Movement:
    """What the ledger lacks; nothing, where only the row of stock was wrong."""
    missing = {drift.balance: _truth(drift) - drift.by_ledger for drift in wrong}
    return Movement(sku=stock.sku, warehouse=stock.warehouse_id, cause=Cause.REPAIRED, **missing)
