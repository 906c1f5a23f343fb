"""From paid to delivered, or to an early end."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from shop.events.base import Event, Money, PostalAddress
from shop.events.orders.aggregates import ORDER
from shop.events.orders.items import OrderedItem


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
    """What a confirmed order waited for is there, or cancelled: `items` can be packed and sent."""

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

    `items` are those that were not cancelled before.
    `reason` is one of requested, expired, released, stock_lost, undeliverable, payment_lapsed.
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
    """The parcel with everything that was ordered, and not cancelled, is on its way."""

    aggregate: ClassVar = ORDER

    order_id: UUID
    number: str
    customer_id: UUID
    tracking_number: str


@dataclass(frozen=True, kw_only=True)
class OrderPaymentRequested(Event):
    """The goods left, and the bank did not give what it had promised: the buyer owes `amount`."""

    aggregate: ClassVar = ORDER

    order_id: UUID
    number: str
    customer_id: UUID
    amount: Money


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
