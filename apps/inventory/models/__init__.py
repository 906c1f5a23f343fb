"""What inventory remembers: balances, their ledger, who holds what, what moves, and counts."""

from apps.inventory.models.announcements import TOLD, Announcement
from apps.inventory.models.backorders import Backorder, BackorderState
from apps.inventory.models.counts import (
    CountLine,
    CountReason,
    CountSheet,
    CountState,
)
from apps.inventory.models.expected import ExpectedUnits
from apps.inventory.models.movements import BALANCES, Cause, Movement
from apps.inventory.models.reservations import Hold, Reservation, ReservationState
from apps.inventory.models.stock import FREE, STORED_BALANCES, Stock, Unavailable
from apps.inventory.models.terms import AGREED, NO_WAITING, Terms, Waiting, WhenSoldOut
from apps.inventory.models.tickets import Ticket, TicketState
from apps.inventory.models.transfers import Transfer, TransferLine, TransferState
from apps.inventory.models.waiting_list import EntryState, WaitingListEntry
from apps.inventory.models.warehouses import Warehouse

__all__ = [
    "AGREED",
    "BALANCES",
    "FREE",
    "NO_WAITING",
    "STORED_BALANCES",
    "TOLD",
    "Announcement",
    "Backorder",
    "BackorderState",
    "Cause",
    "CountLine",
    "CountReason",
    "CountSheet",
    "CountState",
    "EntryState",
    "ExpectedUnits",
    "Hold",
    "Movement",
    "Reservation",
    "ReservationState",
    "Stock",
    "Terms",
    "Ticket",
    "TicketState",
    "Transfer",
    "TransferLine",
    "TransferState",
    "Unavailable",
    "Waiting",
    "WaitingListEntry",
    "Warehouse",
    "WhenSoldOut",
]
