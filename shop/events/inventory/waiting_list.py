"""People who wait for what is sold out, without an order."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from shop.events.base import Aggregate, Event

PLACE_IN_LINE = Aggregate("waiting_list_entry", key="entry_id")


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
