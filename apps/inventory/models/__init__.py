"""What inventory remembers: balances, the ledger they are sums of, and who holds what."""

from apps.inventory.models.announcements import Announcement
from apps.inventory.models.movements import Cause, Movement
from apps.inventory.models.reservations import Hold, Reservation, ReservationState
from apps.inventory.models.stock import Stock, Warehouse

__all__ = [
    "Announcement",
    "Cause",
    "Hold",
    "Movement",
    "Reservation",
    "ReservationState",
    "Stock",
    "Warehouse",
]
