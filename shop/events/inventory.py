"""What inventory tells the others: what is there, and for whom it is kept."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from shop.events.base import Aggregate, Event
from shop.events.orders import Shortage

RESERVATION = Aggregate("reservation", key="order_id")
PLACE_IN_LINE = Aggregate("waiting_list_entry", key="entry_id")
TICKET = Aggregate("ticket", key="ticket_id")


@dataclass(frozen=True, kw_only=True)
class HeldStock:
    """Units of one SKU kept in one warehouse."""

    sku: str
    warehouse: str
    quantity: int


@dataclass(frozen=True, kw_only=True)
class BackorderedItem:
    """Units of one SKU that are still to come; without a day, as soon as there are any."""

    sku: str
    quantity: int
    promised_for: date | None = None


@dataclass(frozen=True, kw_only=True)
class StockReserved(Event):
    """Every unit of the order is held until `expires_at` at least, or waits in line.

    `backordered` are those that wait: they are held for the order when they come.
    """

    aggregate: ClassVar = RESERVATION

    order_id: UUID
    items: tuple[HeldStock, ...]
    expires_at: datetime
    backordered: tuple[BackorderedItem, ...] = ()


@dataclass(frozen=True, kw_only=True)
class BackorderRaised(Event):
    """So many units of the order are still to come; without a day, as soon as there are any."""

    aggregate: ClassVar = RESERVATION

    order_id: UUID
    sku: str
    quantity: int
    promised_for: date | None


@dataclass(frozen=True, kw_only=True)
class BackorderPromised(Event):
    """The units that the order still waits for will come on another day than was said before.

    `quantity` is how many are still to come; without a day, as soon as there are any.
    """

    aggregate: ClassVar = RESERVATION

    order_id: UUID
    sku: str
    quantity: int
    promised_for: date | None


@dataclass(frozen=True, kw_only=True)
class BackorderFilled(Event):
    """So many units came and are held for the order; once it is complete it waits for no others."""

    aggregate: ClassVar = RESERVATION

    order_id: UUID
    sku: str
    quantity: int
    order_is_complete: bool


@dataclass(frozen=True, kw_only=True)
class StockHoldExtended(Event):
    """The buyer is still at it: every unit of the order is held until `expires_at` at least."""

    aggregate: ClassVar = RESERVATION

    order_id: UUID
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class StockRejected(Event):
    """There was not enough for the order: nothing at all is held for it."""

    aggregate: ClassVar = RESERVATION

    order_id: UUID
    shortages: tuple[Shortage, ...]


@dataclass(frozen=True, kw_only=True)
class StockCommitted(Event):
    """The held units belong to the paid order now and no longer expire."""

    aggregate: ClassVar = RESERVATION

    order_id: UUID
    items: tuple[HeldStock, ...]


@dataclass(frozen=True, kw_only=True)
class StockLost(Event):
    """The money came after the hold was released: the order cannot be fulfilled."""

    aggregate: ClassVar = RESERVATION

    order_id: UUID


@dataclass(frozen=True, kw_only=True)
class StockReleased(Event):
    """The units are for sale again. `reason` is one of expired, cancelled, released.

    `released`: somebody of the shop let them go before the buyer had paid.
    """

    aggregate: ClassVar = RESERVATION

    order_id: UUID
    items: tuple[HeldStock, ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class WaitingListJoined(Event):
    """The customer wants a unit of what is sold out, and stands at the end of the line for it."""

    aggregate: ClassVar = PLACE_IN_LINE

    entry_id: UUID
    customer_id: UUID
    sku: str


@dataclass(frozen=True, kw_only=True)
class WaitingListOffered(Event):
    """The customer was first in line: a unit is held for them until `expires_at` at least.

    `title` is what the shop called it when they joined, or empty.
    """

    aggregate: ClassVar = PLACE_IN_LINE

    entry_id: UUID
    customer_id: UUID
    sku: str
    expires_at: datetime
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class WaitingListOfferEnded(Event):
    """Nothing is held for the place in the line any more.

    `reason` is one of bought, expired, left, released. `bought`: an order has got the unit.
    """

    aggregate: ClassVar = PLACE_IN_LINE

    entry_id: UUID
    customer_id: UUID
    sku: str
    reason: str
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class WaitingListLeft(Event):
    """The customer does not wait any longer, and got nothing."""

    aggregate: ClassVar = PLACE_IN_LINE

    entry_id: UUID
    customer_id: UUID
    sku: str


@dataclass(frozen=True, kw_only=True)
class StockUpdated(Event):
    """What is there of a SKU over all warehouses, as it was when this was written.

    Of what is on hand, some is reserved for orders, and some unavailable: damaged, in quality
    control, or kept as safety stock. The rest is available. `when_sold_out` is one of deny,
    backorder, preorder: whether buyers may wait for units when none is available. Then whoever
    orders one is promised it for a day; without a day, as soon as there is one.
    """

    aggregate: ClassVar = Aggregate("stock", key="sku")

    sku: str
    on_hand: int
    reserved: int
    available: int
    unavailable: int = 0
    when_sold_out: str = "deny"
    promised_for: date | None = None


@dataclass(frozen=True, kw_only=True)
class StockLow(Event):
    """The SKU has come down to its reorder point, over all warehouses: it is time to order more.

    Told once, until it was above the point again.
    """

    aggregate: ClassVar = Aggregate("stock", key="sku")

    sku: str
    available: int
    reorder_point: int


@dataclass(frozen=True, kw_only=True)
class TicketReserved(Event):
    """The ticket is kept for a line of an order that is not paid yet.

    Tickets of a SKU have numbers; `seat` is empty where everybody sits where they like.
    """

    aggregate: ClassVar = TICKET

    ticket_id: UUID
    sku: str
    number: int
    seat: str
    order_id: UUID
    line_id: UUID


@dataclass(frozen=True, kw_only=True)
class TicketSold(Event):
    """The order of the ticket is paid: whoever shows its code may go in."""

    aggregate: ClassVar = TICKET

    ticket_id: UUID
    sku: str
    number: int
    seat: str
    order_id: UUID
    line_id: UUID


@dataclass(frozen=True, kw_only=True)
class TicketReleased(Event):
    """The ticket is for sale again. `reason` is one of expired, cancelled."""

    aggregate: ClassVar = TICKET

    ticket_id: UUID
    sku: str
    number: int
    seat: str
    order_id: UUID
    line_id: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class TicketUsed(Event):
    """Somebody went in with the ticket."""

    aggregate: ClassVar = TICKET

    ticket_id: UUID
    sku: str
    number: int
    seat: str
    order_id: UUID


@dataclass(frozen=True, kw_only=True)
class SeatsChanged(Event):
    """Tickets of the SKU were opened, or taken out of sale: whoever shows seats looks again."""

    aggregate: ClassVar = Aggregate("stock", key="sku")

    sku: str
    capacity: int
