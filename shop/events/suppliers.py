"""What suppliers tells the others: what was ordered, what is still to come, what has come.

`expected` and `outstanding` name every SKU of which units are still to come, and how many.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from shop.events.base import Aggregate, Event, Money

PURCHASE_ORDER = Aggregate("purchase_order", key="purchase_order_id")


@dataclass(frozen=True, kw_only=True)
class PurchasedItem:
    """Units of one SKU and what one of them costs; a purchase order names a SKU once."""

    sku: str
    quantity: int
    unit_cost: Money


@dataclass(frozen=True, kw_only=True)
class ExpectedItem:
    """So many units of a SKU are still to come."""

    sku: str
    quantity: int


@dataclass(frozen=True, kw_only=True)
class ReceivedItem:
    """So many units of a SKU have come."""

    sku: str
    quantity: int


@dataclass(frozen=True, kw_only=True)
class PurchaseOrderProposed(Event):
    """Something is to be ordered, if it is approved; told again when more is to be."""

    aggregate: ClassVar = PURCHASE_ORDER
    internal: ClassVar = True

    purchase_order_id: UUID
    number: str


@dataclass(frozen=True, kw_only=True)
class PurchaseOrderPlaced(Event):
    """It was approved and goes to the supplier: the units will come to the warehouse."""

    aggregate: ClassVar = PURCHASE_ORDER

    purchase_order_id: UUID
    number: str
    supplier: str
    warehouse: str
    items: tuple[PurchasedItem, ...]
    expected_on: date


@dataclass(frozen=True, kw_only=True)
class PurchaseOrderAcknowledged(Event):
    """The supplier said what will come and when, which may be fewer units or another day."""

    aggregate: ClassVar = PURCHASE_ORDER

    purchase_order_id: UUID
    number: str
    expected: tuple[ExpectedItem, ...]
    expected_on: date


@dataclass(frozen=True, kw_only=True)
class PurchaseOrderReceived(Event):
    """Some of the units came, perhaps more than were ordered; the last ones complete it."""

    aggregate: ClassVar = PURCHASE_ORDER

    purchase_order_id: UUID
    number: str
    supplier: str
    warehouse: str
    receipt_id: UUID
    items: tuple[ReceivedItem, ...]
    outstanding: tuple[ExpectedItem, ...]
    expected_on: date
    is_complete: bool


@dataclass(frozen=True, kw_only=True)
class PurchaseOrderClosed(Event):
    """What was still to come, which is `given_up`, will not come any more."""

    aggregate: ClassVar = PURCHASE_ORDER

    purchase_order_id: UUID
    number: str
    given_up: tuple[ExpectedItem, ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class PurchaseOrderCancelled(Event):
    """Nothing of it will come: the shop does not want it any more, or the supplier refused it."""

    aggregate: ClassVar = PURCHASE_ORDER

    purchase_order_id: UUID
    number: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class SupplierPreferred(Event):
    """Somebody can be asked for a SKU that had run low, and that nobody could be asked for."""

    aggregate: ClassVar = Aggregate("unmet_need", key="sku")
    internal: ClassVar = True

    sku: str
    supplier: str


@dataclass(frozen=True, kw_only=True)
class SupplierCalledBack(Event):
    """A supplier sent a message that is stored and waits to be understood."""

    aggregate: ClassVar = Aggregate("supplier_callback", key="callback_id")
    internal: ClassVar = True

    callback_id: UUID
