"""What suppliers are asked, and what they say, in the shop's own words."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, kw_only=True)
class WantedItem:
    """Units of an article; `code` is what the supplier calls it."""

    code: str
    sku: str
    quantity: int
    unit_cost: Decimal


@dataclass(frozen=True, kw_only=True)
class WantedOrder:
    """What a supplier is asked for; `reference` is the id of our purchase order."""

    reference: str
    number: str
    warehouse: str
    currency: str
    items: tuple[WantedItem, ...]
    wanted_on: date


class Reply(StrEnum):
    """TAKEN: the supplier has the order and has not said yet what will come."""

    TAKEN = "taken"
    ACKNOWLEDGED = "acknowledged"
    REJECTED = "rejected"


@dataclass(frozen=True, kw_only=True)
class PromisedItem:
    """So many units of the article will come altogether."""

    code: str
    quantity: int


@dataclass(frozen=True, kw_only=True)
class SentItem:
    """So many units of the article are in a delivery."""

    code: str
    quantity: int


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A delivery that left the supplier."""

    id: str
    items: tuple[SentItem, ...]


@dataclass(frozen=True, kw_only=True)
class SupplierOrder:
    """A purchase order as its supplier describes it; `reference` is the id of ours.

    What is `promised` and when counts as soon as it is acknowledged.
    """

    id: str
    reference: str
    status: Reply
    promised: tuple[PromisedItem, ...] = ()
    expected_on: date | None = None
    reason: str = ""
    notices: tuple[Notice, ...] = ()
