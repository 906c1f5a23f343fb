"""What is there."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from shop.events.base import Aggregate, Event


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
