"""What orders tells the others: the life of an order."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from shop.events.base import Aggregate, Event, Money, Personal, PostalAddress

ORDER = Aggregate("order", key="order_id")
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
class OrderPlaced(Event):
    """A customer wants to buy. Whoever owns the stock judges whether it can be held.

    `shipping` is part of `total`. With the `lookup_token`, which only guests need, the order can be
    found by its number; who writes to the buyer hands it on.
    """

    aggregate: ClassVar = ORDER

    order_id: UUID
    number: str
    customer_id: UUID
    items: tuple[OrderedItem, ...]
    total: Money
    email: Personal[str]
    delivery_address: PostalAddress
    payment_token: Personal[str] = ""
    shipping: Money | None = None
    lookup_token: Personal[str] = ""


@dataclass(frozen=True, kw_only=True)
class OrderPendingPayment(Event):
    """Everything is held for the buyer; the order waits for `total`.

    With a `payment_token` the money can be asked for at once; without one the buyer still chooses
    how to pay.
    """

    aggregate: ClassVar = ORDER

    order_id: UUID
    number: str
    customer_id: UUID
    total: Money
    payment_token: Personal[str] = ""


@dataclass(frozen=True, kw_only=True)
class MoreTimeRequested(Event):
    """The buyer is still at it: what is held for the order is to be kept longer, if it can be."""

    aggregate: ClassVar = ORDER
    internal: ClassVar = True

    order_id: UUID


@dataclass(frozen=True, kw_only=True)
class Shortage:
    """How many units of a SKU were wanted, and how many could have been had.

    `seats` are those of the wanted ones that are gone.
    """

    sku: str
    wanted: int
    available: int
    seats: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OrderRejected(Event):
    """The order could not be taken: nothing is held and nothing will be charged."""

    aggregate: ClassVar = ORDER

    order_id: UUID
    number: str
    customer_id: UUID
    shortages: tuple[Shortage, ...]


@dataclass(frozen=True, kw_only=True)
class OrderConfirmed(Event):
    """Paid, and the stock is the buyer's: it can be packed and sent.

    If it `waits_for_stock`, some of it is still to come: `OrderReleased` says when it can be sent.
    """

    aggregate: ClassVar = ORDER

    order_id: UUID
    number: str
    customer_id: UUID
    items: tuple[OrderedItem, ...]
    total: Money
    delivery_address: PostalAddress
    waits_for_stock: bool = False


@dataclass(frozen=True, kw_only=True)
class OrderReleased(Event):
    """What a confirmed order waited for is there: it can be packed and sent."""

    aggregate: ClassVar = ORDER

    order_id: UUID
    number: str
    customer_id: UUID
    items: tuple[OrderedItem, ...]
    delivery_address: PostalAddress


@dataclass(frozen=True, kw_only=True)
class OrderCancellationRequested(Event):
    """The buyer of a confirmed order wants it stopped; shipping tries to stop the parcel."""

    aggregate: ClassVar = ORDER

    order_id: UUID
    number: str
    customer_id: UUID


@dataclass(frozen=True, kw_only=True)
class OrderCancelled(Event):
    """The order will not be fulfilled; whoever holds stock or money for it lets go.

    `reason` is one of requested, expired, released, stock_lost, undeliverable.
    """

    aggregate: ClassVar = ORDER

    order_id: UUID
    number: str
    customer_id: UUID
    items: tuple[OrderedItem, ...]
    total: Money
    reason: str


@dataclass(frozen=True, kw_only=True)
class OrderShipped(Event):
    """The parcel with everything that was ordered is on its way."""

    aggregate: ClassVar = ORDER

    order_id: UUID
    number: str
    customer_id: UUID
    tracking_number: str


@dataclass(frozen=True, kw_only=True)
class OrderDelivered(Event):
    """The buyer has got everything: by parcel, or at once where it was tickets alone."""

    aggregate: ClassVar = ORDER

    order_id: UUID
    number: str
    customer_id: UUID
    by_parcel: bool = True


@dataclass(frozen=True, kw_only=True)
class OrderReturned(Event):
    """The parcel came back; its units are in the warehouse again."""

    aggregate: ClassVar = ORDER

    order_id: UUID
    number: str
    customer_id: UUID


@dataclass(frozen=True, kw_only=True)
class OrderClaimed(Event):
    """A guest's order belongs to a member now; what others keep for it follows.

    What was said before stays encrypted with the key of `former_customer_id`.
    """

    aggregate: ClassVar = ORDER

    order_id: UUID
    number: str
    customer_id: UUID
    former_customer_id: UUID


@dataclass(frozen=True, kw_only=True)
class OrderLinkAsked(Event):
    """Somebody lost the link to an order; `found` is the order that was meant, if there is one."""

    aggregate: ClassVar = Aggregate("link_ask", key="ask_id")
    internal: ClassVar = True

    ask_id: UUID
    found: UUID | None


@dataclass(frozen=True, kw_only=True)
class OrderLinkRequested(Event):
    """The link to the order is to be mailed once more: to `email`, and nowhere else."""

    aggregate: ClassVar = ORDER
    internal: ClassVar = True

    order_id: UUID
    number: str
    customer_id: UUID
    email: Personal[str]
    lookup_token: Personal[str]
