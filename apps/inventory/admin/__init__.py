"""Staff looks at the stock here. Balances are sums of the ledger: a change is a line of it."""

from apps.inventory.admin.backorders import BackorderAdmin
from apps.inventory.admin.counts import CountSheetAdmin
from apps.inventory.admin.expected import ExpectedUnitsAdmin
from apps.inventory.admin.reservations import ReservationAdmin
from apps.inventory.admin.stock import MovementAdmin, StockAdmin, WarehouseAdmin
from apps.inventory.admin.terms import TermsAdmin
from apps.inventory.admin.tickets import TicketAdmin
from apps.inventory.admin.transfers import TransferAdmin
from apps.inventory.admin.waiting_list import WaitingListAdmin

__all__ = [
    "BackorderAdmin",
    "CountSheetAdmin",
    "ExpectedUnitsAdmin",
    "MovementAdmin",
    "ReservationAdmin",
    "StockAdmin",
    "TermsAdmin",
    "TicketAdmin",
    "TransferAdmin",
    "WaitingListAdmin",
    "WarehouseAdmin",
]
