"""What inventory tells the others: what is there, and for whom it is kept."""

from shop.events.inventory.backorders import (
    BackorderFilled,
    BackorderPromised,
    BackorderRaised,
)
from shop.events.inventory.reservations import (
    RESERVATION,
    BackorderedItem,
    HeldStock,
    StockCommitted,
    StockHoldExtended,
    StockLost,
    StockRejected,
    StockReleased,
    StockReserved,
)
from shop.events.inventory.stock import (
    StockLow,
    StockUpdated,
)
from shop.events.inventory.tickets import (
    SeatsChanged,
    TicketReleased,
    TicketReserved,
    TicketSold,
    TicketUsed,
)
from shop.events.inventory.waiting_list import (
    WaitingListJoined,
    WaitingListLeft,
    WaitingListOffered,
    WaitingListOfferEnded,
)

__all__ = [
    "RESERVATION",
    "BackorderFilled",
    "BackorderPromised",
    "BackorderRaised",
    "BackorderedItem",
    "HeldStock",
    "SeatsChanged",
    "StockCommitted",
    "StockHoldExtended",
    "StockLost",
    "StockLow",
    "StockRejected",
    "StockReleased",
    "StockReserved",
    "StockUpdated",
    "TicketReleased",
    "TicketReserved",
    "TicketSold",
    "TicketUsed",
    "WaitingListJoined",
    "WaitingListLeft",
    "WaitingListOfferEnded",
    "WaitingListOffered",
]
