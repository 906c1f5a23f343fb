"""What is held for whom, and what becomes of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from shop.events.base import Aggregate, Event
from shop.events.orders import Shortage

RESERVATION = Aggregate("reservation", key="order_id")


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
    """The units are for sale again.

    `reason` is one of expired, cancelled, released, items_cancelled.
    `released`: somebody of the shop let them go before the buyer had paid.
    `items_cancelled`: the buyer wants these units no more, and the others still.
    """

    aggregate: ClassVar = RESERVATION

    order_id: UUID
    items: tuple[HeldStock, ...]
    reason: str
