"""Units that nobody was promised are held for those in line, first come, first served.

Whoever makes units free offers them in the same transaction. That he only tries: he waits for
nobody who has a place in the line locked. What he had to leave, a job offers a moment later.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef

from apps.inventory.models import (
    FREE,
    EntryState,
    Hold,
    Movement,
    Reservation,
    ReservationState,
    Stock,
    Terms,
    Ticket,
    TicketState,
    WaitingListEntry,
)
from apps.inventory.services.ledger import write_balances
from apps.inventory.services.locking import lock_stock
from apps.inventory.services.sweeping import each_for_itself
from apps.inventory.services.tickets.moving import Chosen, reserve_tickets
from shop.events.inventory import WaitingListOffered, WaitingListOfferEnded
from shop.kernel import clock
from shop.kernel.bus import publish
from shop.kernel.outbox.unit_of_work import unit_of_work

MOST_OFFERED_AT_ONCE = 100
"""One transaction looks at so many in line; the job does the others."""
_WHY = "offered to the first in line"


@dataclass(frozen=True)
class _Offer:
    """A unit of a place, and who is first in line for it."""

    entry: WaitingListEntry
    stock: Stock
    movement: Movement


def offer_free_units(stock: Sequence[Stock]) -> int:
    """Holds free units of these rows, which are locked, for those in line; how many."""
    free = [row for row in stock if row.free > 0]
    line = _first_in_line({row.sku for row in free}) if free else []
    offers = list(_offers(line, free))
    if offers:
        _write_down(offers, until=clock.now() + settings.OFFER_LENGTH)
    return len(offers)


def offer_units_left_free() -> int:
    """Offers what was left free while somebody waits; returns how many units."""
    free = Stock.objects.annotate(free_units=FREE).filter(sku=OuterRef("sku"), free_units__gt=0)
    waiting = WaitingListEntry.objects.filter(Exists(free), state=EntryState.WAITING)
    skus = waiting.order_by("sku").values_list("sku", flat=True).distinct()
    return each_for_itself(list(skus), _offer_all_of)


def end_offer(entry_id: UUID, *, reason: str) -> None:
    """What was held for the place in the line was let go, behind the lock of its reservation."""
    entry = WaitingListEntry.objects.select_for_update().get(entry_id=entry_id)
    if reason == "left":
        entry.leave()
    else:
        entry.lapse()
    entry.save(update_fields=["state"])
    tell_end(entry, reason=reason)


def tell_end(entry: WaitingListEntry, *, reason: str) -> None:
    """Publishes that nothing is held for the place in the line any more."""
    publish(
        WaitingListOfferEnded(
            entry_id=entry.entry_id,
            customer_id=entry.customer_id,
            sku=entry.sku,
            reason=reason,
            title=entry.title,
        )
    )


@unit_of_work
def _offer_all_of(sku: str) -> int:
    return offer_free_units(lock_stock([sku]))


def _first_in_line(skus: Iterable[str]) -> list[WaitingListEntry]:
    """Those for whom units are there: what is free belongs to those who have ordered it first."""
    ordered = Terms.objects.filter(sku=OuterRef("sku"), backordered__gt=0)
    waiting = WaitingListEntry.objects.filter(
        ~Exists(ordered), sku__in=list(skus), state=EntryState.WAITING
    )
    return list(waiting.order_by("id")[:MOST_OFFERED_AT_ONCE].select_for_update(skip_locked=True))


def _offers(line: Iterable[WaitingListEntry], free: Sequence[Stock]) -> Iterator[_Offer]:
    for entry in line:
        row = next((row for row in free if row.sku == entry.sku and row.free > 0), None)
        if row is not None:
            movement = row.hold(1)
            movement.order_id = entry.entry_id
            yield _Offer(entry, row, movement)


def _write_down(offers: Sequence[_Offer], *, until: datetime) -> None:
    for offer in offers:
        offer.entry.offer(until)
    WaitingListEntry.objects.bulk_update(
        [offer.entry for offer in offers], ["state", "offered_until"]
    )
    Reservation.objects.bulk_create(_reservation(offer.entry) for offer in offers)
    Hold.objects.bulk_create(_hold(offer) for offer in offers)
    places = {offer.stock.pk: offer.stock for offer in offers}
    write_balances(list(places.values()), [offer.movement for offer in offers], reason=_WHY)
    _reserve_tickets([offer for offer in offers if offer.stock.ticketed])
    for offer in offers:
        publish(_offered(offer.entry, until))


def _reservation(entry: WaitingListEntry) -> Reservation:
    return Reservation(
        order_id=entry.entry_id,
        state=ReservationState.HELD,
        expires_at=entry.offered_until,
        allocation=_WHY,
        is_offer=True,
    )


def _hold(offer: _Offer) -> Hold:
    return Hold(
        reservation_id=offer.entry.entry_id,
        sku=offer.stock.sku,
        warehouse=offer.stock.warehouse_id,
        quantity=1,
        ticketed=offer.stock.ticketed,
    )


def _reserve_tickets(offers: Iterable[_Offer]) -> None:
    """Of what is sold in numbers, the first ones that nobody has."""
    for offer in offers:
        free = Ticket.objects.filter(sku=offer.stock.sku, state=TicketState.AVAILABLE)
        first = free.order_by("number")[:1]
        entry_id = offer.entry.entry_id
        reserve_tickets(entry_id, Chosen(tickets=[(ticket, entry_id) for ticket in first]))


def _offered(entry: WaitingListEntry, until: datetime) -> WaitingListOffered:
    return WaitingListOffered(
        entry_id=entry.entry_id,
        customer_id=entry.customer_id,
        sku=entry.sku,
        expires_at=until,
        title=entry.title,
    )
