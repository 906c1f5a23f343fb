"""At the door: a ticket lets one person in, once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.inventory.models import Ticket
from shop.events.inventory import TicketUsed
from shop.kernel.bus import publish
from shop.kernel.errors import NotFound
from shop.kernel.outbox.unit_of_work import unit_of_work
from shop.kernel.ticket_codes import is_ticket_code, ticket_of_code

NO_TICKET = UUID(int=0)


@dataclass(frozen=True, kw_only=True)
class Admitted:
    """Who shows this ticket may go in; `used_at` is now."""

    sku: str
    label: str
    used_at: datetime


@unit_of_work
def admit(*, code: str) -> Admitted:
    """Uses the ticket of that code; of two doors at once, one does.

    Raises NotFound for a code that is none, or whose ticket was given up; DomainError for a ticket
    that is not paid, or was used before.
    """
    ticket_id = ticket_of_code(code)
    ticket = Ticket.objects.select_for_update().filter(pk=ticket_id or NO_TICKET).first()
    if ticket is None or ticket.order_id is None:
        raise _unknown()
    if not is_ticket_code(code, ticket_id=ticket.id, order_id=ticket.order_id):
        raise _unknown()
    used_at = ticket.use()
    ticket.save(update_fields=["used_at"])
    publish(
        TicketUsed(
            ticket_id=ticket.id,
            sku=ticket.sku,
            number=ticket.number,
            seat=ticket.seat,
            order_id=ticket.order_id,
        )
    )
    return Admitted(sku=ticket.sku, label=ticket.label, used_at=used_at)


def _unknown() -> NotFound:
    return NotFound("No ticket has this code, or it was given back: let nobody in with it.")
