"""What is taken back from a paid order."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from shop.events.base import Event, Money
from shop.events.orders.aggregates import ORDER


@dataclass(frozen=True, kw_only=True)
class RefundGranted(Event):
    """The buyer is owed `amount` of a paid order, once for every `credit_id`.

    `reason` is one of undelivered, returned, items_cancelled; new ones may come. Of a cancelled
    order all goes back anyway.
    """

    aggregate: ClassVar = ORDER

    order_id: UUID
    number: str
    customer_id: UUID
    credit_id: UUID
    amount: Money
    reason: str


@dataclass(frozen=True, kw_only=True)
class CancelledItem:
    """Units of one line that will not be sent."""

    line_id: UUID
    sku: str
    title: str
    quantity: int


@dataclass(frozen=True, kw_only=True)
class OrderItemsCancelled(Event):
    """The buyer of a confirmed order wants these units no more; the others will be sent.

    Whoever holds stock or packs a parcel leaves them out in the same moment, or refuses. No parcel
    was asked for so far if the order `waited_for_stock`. `RefundGranted` says what is owed.
    `reason` is one of changed_mind, takes_too_long, ordered_by_mistake.
    """

    aggregate: ClassVar = ORDER

    order_id: UUID
    number: str
    customer_id: UUID
    items: tuple[CancelledItem, ...]
    reason: str
    waited_for_stock: bool


@dataclass(frozen=True, kw_only=True)
class OrderItemsCancellationRequested(Event):
    """The buyer wants these units no more, but a courier knows the parcel that they are in.

    It is to be called off, so that they can be left out; until that is known they are neither
    wanted nor cancelled. `reason` is one of changed_mind, takes_too_long, ordered_by_mistake.
    """

    aggregate: ClassVar = ORDER

    order_id: UUID
    number: str
    customer_id: UUID
    cancellation_id: UUID
    items: tuple[CancelledItem, ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class OrderItemsCancellationRefused(Event):
    """It was too late: these units are sent. Their buyer may send them back when he has them.

    `reason` is one of dispatched, courier_refused.
    """

    aggregate: ClassVar = ORDER

    order_id: UUID
    number: str
    customer_id: UUID
    cancellation_id: UUID
    items: tuple[CancelledItem, ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReturnedItem:
    """Units of one line that the buyer sends back, and what became of those that arrived.

    `restocked` are for sale again, `damaged` are kept aside, `discarded` are gone.
    """

    line_id: UUID
    sku: str
    title: str
    quantity: int
    restocked: int = 0
    damaged: int = 0
    discarded: int = 0

    @property
    def arrived(self) -> int:
        """How many units of it were taken in."""
        return self.restocked + self.damaged + self.discarded


@dataclass(frozen=True, kw_only=True)
class ReturnRequested(Event):
    """The buyer wants to send these units back; so far, they are with him.

    `reason` is one of changed_mind, damaged, not_as_described, wrong_item.
    """

    aggregate: ClassVar = ORDER

    order_id: UUID
    number: str
    customer_id: UUID
    return_id: UUID
    items: tuple[ReturnedItem, ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReturnReceived(Event):
    """What the buyer sent back is there, in whole or in part: whoever owns the stock takes it in.

    What arrived is credited; `RefundGranted` says how much that is.
    """

    aggregate: ClassVar = ORDER

    order_id: UUID
    number: str
    customer_id: UUID
    return_id: UUID
    items: tuple[ReturnedItem, ...]


@dataclass(frozen=True, kw_only=True)
class ReturnRefused(Event):
    """Nothing is taken back of what the buyer wanted to send.

    `reason` is one of never_came, used, not_ours.
    """

    aggregate: ClassVar = ORDER

    order_id: UUID
    number: str
    customer_id: UUID
    return_id: UUID
    reason: str
