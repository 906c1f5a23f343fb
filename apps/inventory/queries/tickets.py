"""Who sits where: tickets as shoppers, their holders and the checks see them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.inventory.models import Stock, Ticket, TicketState
from apps.inventory.sql.tickets import TicketDrift, ticket_drifts
from shop.kernel.ticket_codes import ticket_code


@dataclass(frozen=True, kw_only=True)
class ShownSeat:
    """A ticket on sale: `state` is one of available, reserved, sold."""

    sku: str
    number: int
    seat: str
    state: str


@dataclass(frozen=True, kw_only=True)
class HeldTicket:
    """A ticket of an order. With the `code`, which only a sold one has, its holder gets in."""

    id: UUID
    sku: str
    line_id: UUID | None
    number: int
    seat: str
    label: str
    state: str
    code: str
    used_at: datetime | None


def seats_of(skus: Collection[str]) -> list[ShownSeat]:
    """Every ticket of these SKUs, by SKU and number."""
    rows = Ticket.objects.filter(sku__in=skus).order_by("sku", "number")
    return [
        ShownSeat(sku=sku, number=number, seat=seat, state=state)
        for sku, number, seat, state in rows.values_list("sku", "number", "seat", "state")
    ]


def tickets_of(order_id: UUID) -> list[HeldTicket]:
    """The tickets that are kept for the order, or were sold with it."""
    return [_held(it) for it in Ticket.objects.filter(order_id=order_id).order_by("sku", "number")]


def ticketed_skus(skus: Collection[str]) -> set[str]:
    """Those of the SKUs whose units are numbered tickets."""
    return set(Stock.objects.filter(sku__in=skus, ticketed=True).values_list("sku", flat=True))


def sold_tickets_by_line() -> dict[UUID, int]:
    """How many tickets each line of an order has bought."""
    lines: dict[UUID, int] = {}
    sold = Ticket.objects.filter(state=TicketState.SOLD, line_id__isnull=False)
    for line_id in sold.values_list("line_id", flat=True).iterator():
        if line_id:
            lines[line_id] = lines.get(line_id, 0) + 1
    return lines


def ticket_drift() -> list[TicketDrift]:
    """Tickets that are not what the balances and the reservations say; should be empty."""
    return ticket_drifts()


def _held(ticket: Ticket) -> HeldTicket:
    code = (
        ticket_code(ticket_id=ticket.id, order_id=ticket.order_id)
        if ticket.is_sold and ticket.order_id
        else ""
    )
    return HeldTicket(
        id=ticket.id,
        sku=ticket.sku,
        line_id=ticket.line_id,
        number=ticket.number,
        seat=ticket.seat,
        label=ticket.label,
        state=ticket.state,
        code=code,
        used_at=ticket.used_at,
    )
