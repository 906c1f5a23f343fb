"""What is held for somebody in a waiting list becomes part of an order of theirs."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q

from apps.inventory.models import (
    EntryState,
    Reservation,
    ReservationState,
    Stock,
    Ticket,
    TicketState,
    WaitingListEntry,
)
from apps.inventory.services.books import KeptUnits, holds_of, lock_stock_of
from apps.inventory.services.locking import lock_stock
from apps.inventory.services.tickets.moving import release_tickets
from apps.inventory.services.waiting_list.offering import tell_end
from shop.events.orders import OrderedItem, Shortage

Offers = Sequence[WaitingListEntry]


def offers_to(customer_id: UUID | None, short: Sequence[Shortage]) -> Offers:
    """The customer's places in line for which units are held of what is short, units locked.

    Nothing is asked of the database if nothing is short. These rows may come before others that
    are locked already; whoever deadlocks there is tried again.
    """
    if customer_id is None or not short:
        return ()
    entries = WaitingListEntry.objects.filter(customer_id=customer_id, state=EntryState.OFFERED)
    offered = list(entries.filter(sku__in=[it.sku for it in short]).order_by("sku"))
    if offered:
        lock_stock(entry.sku for entry in offered)
    return offered


def hand_over(offers: Offers, short: Sequence[Shortage], lines: Sequence[OrderedItem]) -> bool:
    """Lets go of what is held, for an order that is short of it; whether that makes it whole.

    If it does not, everything stays as it is.
    """
    missing = Counter({it.sku: it.wanted - it.available for it in short})
    if missing - Counter(entry.sku for entry in offers):
        return False
    wanted = [entry for entry in offers if missing[entry.sku]]
    if not _have_seats(wanted, lines):
        return False
    kept = [(entry, units) for entry in wanted if (units := _kept_for(entry))]
    if len(kept) < len(wanted):
        return False
    for entry, units in kept:
        _hand_over(entry, units)
    return True


def _have_seats(offers: Offers, lines: Sequence[OrderedItem]) -> bool:
    """Whether every seat that the lines name is free, or held for these places in line."""
    skus = {entry.sku for entry in offers}
    picked = [(it.sku, seat) for it in lines if it.sku in skus for seat in it.seats]
    if not picked:
        return True
    named = Ticket.objects.filter(sku__in=skus, seat__in=[seat for _, seat in picked])
    had = named.filter(
        Q(state=TicketState.AVAILABLE) | Q(order_id__in=[entry.entry_id for entry in offers])
    )
    return set(picked) <= set(had.values_list("sku", "seat"))


def _kept_for(entry: WaitingListEntry) -> KeptUnits | None:
    """What is held for the place in line; None if that was let go before its stock was locked."""
    # The rows are ours already, and whoever wants the reservation of an offer needs them first.
    stock = lock_stock_of(entry.entry_id, Stock.objects.select_for_update(skip_locked=True))
    held = Reservation.objects.filter(pk=entry.entry_id, state=ReservationState.HELD)
    reservation = held.select_for_update(skip_locked=True).first()
    if reservation is None:
        return None
    return KeptUnits(reservation=reservation, holds=holds_of(entry.entry_id), stock=stock)


def _hand_over(offered: WaitingListEntry, units: KeptUnits) -> None:
    entry = WaitingListEntry.objects.select_for_update().get(pk=offered.pk)
    entry.buy()
    entry.save(update_fields=["state"])
    release_tickets(entry.entry_id, units.holds, reason="ordered")
    units.hand_over()
    tell_end(entry, reason="bought")
