"""Tickets come into being, and go: always together with the balances that count them."""

from collections.abc import Sequence

from django.db.models import Max, QuerySet

from apps.inventory.models import Stock, Ticket, TicketState
from apps.inventory.rules import MOST_SEATS, checked_quantity, checked_seats
from apps.inventory.services.announcing import announce_stock
from apps.inventory.services.books import write_down
from apps.inventory.services.levels import lock_or_open
from shop.events.inventory import SeatsChanged
from shop.kernel.bus import publish
from shop.kernel.errors import DomainError, InvalidInput
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def open_tickets(
    *, sku: str, warehouse: str, seats: Sequence[str] = (), quantity: int = 0, reason: str = ""
) -> Stock:
    """These seats, or so many tickets without seats, are for sale; others may have been before.

    Raises InvalidInput for a seat that exists, or names nothing, and for too many; NotFound for the
    warehouse; DomainError if the SKU has units without numbers, or tickets elsewhere.
    """
    if bool(seats) == bool(quantity):
        raise InvalidInput("Say which seats there are, or how many tickets without seats.")
    names = checked_seats(seats) if seats else [""] * checked_quantity(quantity)
    rows = lock_or_open([(sku, warehouse)])
    stock = rows.pop((sku, warehouse))
    if rows:
        elsewhere = ", ".join(sorted(code for _, code in rows))
        raise DomainError(f"Tickets lie in one place; {sku} is known in {elsewhere} already.")
    movement = stock.open_tickets(len(names))
    stock.save(update_fields=["ticketed"])
    _write_tickets(stock, names)
    write_down([stock], [movement], reason=reason)
    _tell(stock)
    return stock


@unit_of_work
def withdraw_tickets(*, sku: str, warehouse: str, numbers: Sequence[int], reason: str) -> Stock:
    """The tickets of these numbers are for sale no more.

    Raises InvalidInput for no number, NotFound for the warehouse, DomainError if there is no such
    ticket there, or somebody has it.
    """
    stock = lock_or_open([(sku, warehouse)])[sku, warehouse]
    free = Ticket.objects.filter(sku=sku, warehouse=warehouse, state=TicketState.AVAILABLE)
    # Who may take one of these has to wait for the row of stock.
    going = list(free.filter(number__in=numbers))
    if missing := sorted(set(numbers) - {ticket.number for ticket in going}):
        raise DomainError(
            f"Somebody has, or there is no ticket of {sku} with number"
            f" {', '.join(map(str, missing[:10]))}: withdraw free ones only."
        )
    write_down([stock], [stock.withdraw_tickets(len(going))], reason=reason)
    Ticket.objects.filter(pk__in=[ticket.pk for ticket in going]).delete()
    _tell(stock)
    return stock


def _write_tickets(stock: Stock, names: Sequence[str]) -> None:
    known = Ticket.objects.filter(sku=stock.sku)
    first = known.aggregate(last=Max("number"))["last"] or 0
    if known.count() + len(names) > MOST_SEATS:
        raise InvalidInput(f"There are at most {MOST_SEATS:,} tickets of one kind.")
    _refuse_unlike(known, names)
    place = {"sku": stock.sku, "warehouse": stock.warehouse_id}
    numbered = enumerate(names, start=first + 1)
    tickets = [Ticket(number=number, seat=seat, **place) for number, seat in numbered]
    Ticket.objects.bulk_create(tickets, batch_size=1000)


def _refuse_unlike(known: QuerySet[Ticket], names: Sequence[str]) -> None:
    """All have seats or none has, and a seat is there once."""
    others = known.filter(seat="") if names[0] else known.exclude(seat="")
    if others.exists():
        raise DomainError("All tickets of a SKU have seats, or none has: use a SKU of its own.")
    if names[0] and (twins := set(known.filter(seat__in=names).values_list("seat", flat=True))):
        raise InvalidInput(f"There is such a seat already: {', '.join(sorted(twins)[:10])}.")


def _tell(stock: Stock) -> None:
    publish(SeatsChanged(sku=stock.sku, capacity=Ticket.objects.filter(sku=stock.sku).count()))
    announce_stock(skus=[stock.sku])
