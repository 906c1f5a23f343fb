"""An order is placed, and waits for its money."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from shop.events.base import Event, Money, Personal, PostalAddress
from shop.events.orders.aggregates import ORDER
from shop.events.orders.items import OrderedItem, Shortage


@dataclass(frozen=True, kw_only=True)
class OrderPlaced(Event):
    """A customer wants to buy. Whoever owns the stock judges whether it can be held.

    `shipping` is part of `total`; `discount` was taken off the prices of the items, and `added_tax`
    comes on top of them where prices are without tax. With the `lookup_token`, which only guests
    need, the order can be found by its number; who writes to the buyer hands it on.
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
    discount: Money | None = None
    added_tax: Money | None = None


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
class OrderRejected(Event):
    """The order could not be taken: nothing is held and nothing will be charged."""

    aggregate: ClassVar = ORDER

    order_id: UUID
    number: str
    customer_id: UUID
    shortages: tuple[Shortage, ...]
