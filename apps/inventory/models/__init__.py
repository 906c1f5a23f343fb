"""What inventory remembers: balances, the ledger they are sums of, who holds what, and counts."""

from apps.inventory.models.announcements import Announcement
from apps.inventory.models.counts import (
    MAX_NOTE_LENGTH,
    CountLine,
    CountReason,
    CountSheet,
    CountState,
)
from apps.inventory.models.movements import BALANCES, Cause, Movement
from apps.inventory.models.reservations import Hold, Reservation, ReservationState
from apps.inventory.models.stock import FREE, STORED_BALANCES, Stock, Unavailable, Warehouse

__all__ = [
    "BALANCES",
    "FREE",
    "MAX_NOTE_LENGTH",
    "STORED_BALANCES",
    "Announcement",
    "Cause",
    "CountLine",
    "CountReason",
    "CountSheet",
    "CountState",
    "Hold",
    "Movement",
    "Reservation",
    "ReservationState",
    "Stock",
    "Unavailable",
    "Warehouse",
]
