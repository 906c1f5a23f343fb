"""What is ordered, and what could not be had."""

from dataclasses import dataclass
from uuid import UUID

from shop.events.base import Money

GOODS, TICKETED = "goods", "ticketed"
MOST_TICKETS = 100
"""So many tickets one order has at most."""
LONGEST_SEAT = 20
SEAT = r"[A-Z0-9][A-Z0-9 ./-]{0,19}"
"""How a seat is called, as a regular expression."""


@dataclass(frozen=True, kw_only=True)
class OrderedItem:
    """So many units of one SKU, at the price per unit that the buyer accepted.

    `kind` is one of goods, ticketed. Of tickets, `seats` are those that the buyer picked; which
    seats the others are for is up to whoever holds them.
    """

    line_id: UUID
    sku: str
    title: str
    quantity: int
    unit_price: Money
    kind: str = GOODS
    seats: tuple[str, ...] = ()

    @property
    def is_ticket(self) -> bool:
        return self.kind == TICKETED

    @property
    def needs_shipping(self) -> bool:
        """Whether somebody has to bring it."""
        return not self.is_ticket


@dataclass(frozen=True, kw_only=True)
class Shortage:
    """How many units of a SKU were wanted, and how many could have been had.

    `seats` are those of the wanted ones that are gone.
    """

    sku: str
    wanted: int
    available: int
    seats: tuple[str, ...] = ()
