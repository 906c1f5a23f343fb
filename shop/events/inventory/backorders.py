"""Orders that wait for units which are sold out."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from shop.events.base import Event
from shop.events.inventory.reservations import RESERVATION


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
