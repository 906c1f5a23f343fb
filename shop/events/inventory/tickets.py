"""Numbered tickets: who has them, and who went in with one."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from shop.events.base import Aggregate, Event

TICKET = Aggregate("ticket", key="ticket_id")


@dataclass(frozen=True, kw_only=True)
class TicketReserved(Event):
    """The ticket is kept for a line of an order that is not paid yet, or for somebody in line.

    Tickets of a SKU have numbers; `seat` is empty where everybody sits where they like. Offered to
    whoever is first in a waiting list, `order_id` and `line_id` are both that `entry_id`.
    """

    aggregate: ClassVar = TICKET

    ticket_id: UUID
    sku: str
    number: int
    seat: str
    order_id: UUID
    line_id: UUID


@dataclass(frozen=True, kw_only=True)
class TicketSold(Event):
    """The order of the ticket is paid: whoever shows its code may go in."""

    aggregate: ClassVar = TICKET

    ticket_id: UUID
    sku: str
    number: int
    seat: str
    order_id: UUID
    line_id: UUID


@dataclass(frozen=True, kw_only=True)
class TicketReleased(Event):
    """The ticket is for sale again, or goes to an order of the one it was offered to.

    `reason` is one of expired, cancelled, released, left, ordered; the last is of such an offer.
    """

    aggregate: ClassVar = TICKET

    ticket_id: UUID
    sku: str
    number: int
    seat: str
    order_id: UUID
    line_id: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class TicketUsed(Event):
    """Somebody went in with the ticket."""

    aggregate: ClassVar = TICKET

    ticket_id: UUID
    sku: str
    number: int
    seat: str
    order_id: UUID


@dataclass(frozen=True, kw_only=True)
class SeatsChanged(Event):
    """Tickets of the SKU were opened, or taken out of sale: whoever shows seats looks again."""

    aggregate: ClassVar = Aggregate("stock", key="sku")

    sku: str
    capacity: int
