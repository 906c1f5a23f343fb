"""Numbered tickets: who has them, and who went in with one."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from shop.events.base import Aggregate, Event

TICKET = Aggregate("ticket", key="ticket_id")


@dataclass(frozen=True, kw_only=True)
class TicketReserved(Event):
    """The ticket is kept for a line of an order that is not paid yet.

    Tickets of a SKU have numbers; `seat` is empty where everybody sits where they like.
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
    """The ticket is for sale again. `reason` is one of expired, cancelled."""

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
