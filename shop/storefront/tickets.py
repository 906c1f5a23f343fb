"""Tickets as they are printed: what for, when, where, which seat, and the code for the door."""

from dataclasses import dataclass

import segno
from django.utils.safestring import SafeString, mark_safe

from apps.catalog.queries import ShownOccasion, occasions_of
from apps.inventory.queries import HeldTicket, tickets_of
from apps.orders.queries import ShownOrder


@dataclass(frozen=True, kw_only=True)
class PrintedTicket:
    """One that is paid. `occasion` is None where the catalogue knows it no more."""

    ticket: HeldTicket
    title: str
    holder: str
    occasion: ShownOccasion | None

    @property
    def code_words(self) -> str:
        """The code in groups that can be read out."""
        code = self.ticket.code
        return " ".join(code[at : at + 6] for at in range(0, len(code), 6))

    @property
    def picture(self) -> SafeString:
        """The code as a QR code, as SVG."""
        made = segno.make(self.ticket.code, error="m", micro=False)
        svg = made.svg_inline(omitsize=True, border=3, dark="#000", light="#fff", svgclass="qr")
        # Nothing of the code is in the picture but its modules.
        return mark_safe(svg)  # noqa: S308


def printed_tickets(order: ShownOrder) -> list[PrintedTicket]:
    """The order's tickets that are paid, in the order of their numbers."""
    sold = [ticket for ticket in tickets_of(order.id) if ticket.code]
    occasions = occasions_of({ticket.sku for ticket in sold})
    titles = {line.sku: line.title for line in order.lines}
    return [
        PrintedTicket(
            ticket=ticket,
            title=titles.get(ticket.sku, ticket.sku),
            holder=order.delivery_address.name,
            occasion=occasions.get(ticket.sku),
        )
        for ticket in sold
    ]
