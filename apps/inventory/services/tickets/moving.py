"""Tickets follow the units that they are: kept with the hold, sold with the payment, let go."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from apps.inventory.models import Hold, Ticket
from shop.events.inventory import TicketReleased, TicketReserved, TicketSold
from shop.events.orders import Shortage
from shop.kernel.bus import publish

_CHANGED = ["state", "order_id", "line_id", "used_at"]


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """The ticket of each unit, with the line that it is for; or why they cannot be had."""

    tickets: Sequence[tuple[Ticket, UUID]] = ()
    short: tuple[Shortage, ...] = ()

    @property
    def skus(self) -> list[str]:
        return sorted({ticket.sku for ticket, _ in self.tickets})


def reserve_tickets(order_id: UUID, chosen: Chosen) -> None:
    """Keeps the tickets, whose places are locked, for the order."""
    for ticket, line_id in chosen.tickets:
        ticket.reserve(order_id=order_id, line_id=line_id)
    _write([ticket for ticket, _ in chosen.tickets])
    for ticket, line_id in chosen.tickets:
        publish(
            TicketReserved(
                ticket_id=ticket.id,
                sku=ticket.sku,
                number=ticket.number,
                seat=ticket.seat,
                order_id=order_id,
                line_id=line_id,
            )
        )


def sell_tickets(order_id: UUID, holds: Iterable[Hold]) -> None:
    """The tickets of the order, whose reservation is locked, are paid."""
    for ticket, line_id in _moved(order_id, holds, Ticket.sell):
        publish(
            TicketSold(
                ticket_id=ticket.id,
                sku=ticket.sku,
                number=ticket.number,
                seat=ticket.seat,
                order_id=order_id,
                line_id=line_id,
            )
        )


def release_tickets(order_id: UUID, holds: Iterable[Hold], *, reason: str) -> None:
    """Anybody may buy the tickets of the order, whose reservation is locked."""
    for ticket, line_id in _moved(order_id, holds, Ticket.release):
        publish(
            TicketReleased(
                ticket_id=ticket.id,
                sku=ticket.sku,
                number=ticket.number,
                seat=ticket.seat,
                order_id=order_id,
                line_id=line_id,
                reason=reason,
            )
        )


def _moved(
    order_id: UUID, holds: Iterable[Hold], move: Callable[[Ticket], None]
) -> list[tuple[Ticket, UUID]]:
    """The order's tickets after the move, and the lines that they were of; none for goods alone."""
    if not any(hold.ticketed for hold in holds):
        return []
    tickets = list(Ticket.objects.filter(order_id=order_id).select_for_update())
    moved = [(ticket, ticket.line_id) for ticket in tickets]
    for ticket in tickets:
        move(ticket)
    _write(tickets)
    return [(ticket, line_id) for ticket, line_id in moved if line_id]


def _write(tickets: Sequence[Ticket]) -> None:
    if tickets:
        Ticket.objects.bulk_update(tickets, _CHANGED)
