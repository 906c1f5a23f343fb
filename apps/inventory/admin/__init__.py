"""Staff looks at the stock here. Balances are sums of the ledger: a change is a line of it."""

from apps.inventory.admin.counts import CountSheetAdmin
from apps.inventory.admin.stock import (
    MovementAdmin,
    ReservationAdmin,
    StockAdmin,
    WarehouseAdmin,
)

__all__ = ["CountSheetAdmin", "MovementAdmin", "ReservationAdmin", "StockAdmin", "WarehouseAdmin"]
