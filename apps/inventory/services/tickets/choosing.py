"""Which tickets an order gets: the seats that it names, and of the others the first ones."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import Q

from apps.inventory.models import Reservation, Ticket, TicketState
from apps.inventory.rules import Demand, Place, picked_seats
from apps.inventory.services.releasing import ONLY_TRY, release_if_lapsed
from apps.inventory.services.tickets.moving import Chosen
from shop.events.orders import OrderedItem, Shortage

Picked = Mapping[str, Sequence[str]]
"""Seats by SKU."""


def choose_tickets(
    items: Sequence[OrderedItem], places: Iterable[Place], *, later: Demand
) -> Chosen:
    """The tickets for these lines, out of places that are locked and have enough.

    Goods and tickets are not sold for each other: what is sold as one and lies there as the other
    cannot be had, nor tickets that are still to come. Costs nothing where there are goods alone.
    """
    picked = picked_seats(items)
    if awaited := picked.keys() & later.keys():
        return Chosen(short=tuple(_awaited(sku, later[sku], items) for sku in sorted(awaited)))
    ticketed = {place.sku for place in places if place.ticketed}
    if unfit := picked.keys() ^ ticketed:
        return Chosen(short=tuple(_nothing_of(sku, items) for sku in sorted(unfit)))
    if not ticketed:
        return Chosen()
    named = _free_seats(picked)
    if gone := _gone(picked, named):
        _release_lapsed(gone)
        named = _free_seats(picked)
    if gone := _gone(picked, named):
        return Chosen(short=tuple(_short(sku, seats, items) for sku, seats in gone.items()))
    return Chosen(tickets=_dealt(items, named))


def _free_seats(picked: Picked) -> dict[tuple[str, str], Ticket]:
    wanted = Q()
    for sku, seats in picked.items():
        wanted |= Q(sku=sku, seat__in=seats)
    if not any(picked.values()):
        return {}
    free = Ticket.objects.filter(wanted, state=TicketState.AVAILABLE)
    return {(ticket.sku, ticket.seat): ticket for ticket in free}


def _gone(picked: Picked, free: Collection[tuple[str, str]]) -> dict[str, list[str]]:
    missing = {sku: [it for it in seats if (sku, it) not in free] for sku, seats in picked.items()}
    return {sku: seats for sku, seats in missing.items() if seats}


def _release_lapsed(gone: Picked) -> None:
    """Whoever's time is over loses the seat to the one who wants it now.

    As in `hold_stock`, nobody is waited for, and who waits for other goods is left to the sweeper.
    """
    wanted = Q()
    for sku, seats in gone.items():
        wanted |= Q(sku=sku, seat__in=seats)
    held = Ticket.objects.filter(wanted, state=TicketState.RESERVED)
    holders = Reservation.objects.filter(pk__in=held.values("order_id"), awaited=0)
    for order_id in list(holders.order_by("pk").values_list("pk", flat=True)):
        release_if_lapsed(order_id, ONLY_TRY)


def _dealt(
    items: Sequence[OrderedItem], named: Mapping[tuple[str, str], Ticket]
) -> list[tuple[Ticket, UUID]]:
    dealt = [
        (named[item.sku, seat], item.line_id)
        for item in items
        if item.is_ticket
        for seat in item.seats
    ]
    lines: defaultdict[str, list[UUID]] = defaultdict(list)
    for item in filter(lambda it: it.is_ticket, items):
        lines[item.sku] += [item.line_id] * (item.quantity - len(item.seats))
    for sku, line_ids in lines.items():
        first = _first_free(sku, len(line_ids), named.values())
        dealt += zip(first, line_ids, strict=True)
    return dealt


def _first_free(sku: str, units: int, taken: Iterable[Ticket]) -> list[Ticket]:
    if not units:
        return []
    free = Ticket.objects.filter(sku=sku, state=TicketState.AVAILABLE).order_by("number")
    return list(free.exclude(pk__in=[ticket.pk for ticket in taken])[:units])


def _nothing_of(sku: str, items: Sequence[OrderedItem]) -> Shortage:
    return Shortage(sku=sku, wanted=_wanted(sku, items), available=0)


def _awaited(sku: str, units: int, items: Sequence[OrderedItem]) -> Shortage:
    wanted = _wanted(sku, items)
    return Shortage(sku=sku, wanted=wanted, available=max(wanted - units, 0))


def _short(sku: str, gone: Sequence[str], items: Sequence[OrderedItem]) -> Shortage:
    wanted = _wanted(sku, items)
    return Shortage(sku=sku, wanted=wanted, available=wanted - len(gone), seats=tuple(gone))


def _wanted(sku: str, items: Sequence[OrderedItem]) -> int:
    return sum(item.quantity for item in items if item.sku == sku)
