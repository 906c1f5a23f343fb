"""Holds what an order wants, or nothing of it: the hottest path of the shop."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import cache
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from apps.inventory.queries import Surroundings
from apps.inventory.rules import (
    LONGEST_HOLD,
    Allocation,
    Demand,
    Place,
    Policy,
    Queue,
    Queues,
    Site,
    demand_of,
    shortages,
    split_demand,
)
from apps.inventory.services.backorders.queueing import (
    backordered_items,
    left_over,
    look_again,
    put_in_line,
    stand_in_line,
    tell_of_backorders,
)
from apps.inventory.services.releasing import ONLY_TRY, release_if_lapsed
from apps.inventory.services.tickets.choosing import choose_tickets
from apps.inventory.services.tickets.moving import Chosen, reserve_tickets
from apps.inventory.services.waiting_list.handing_over import hand_over, offers_to
from apps.inventory.sql.holding import (
    NewHold,
    lapsed_holders,
    lock_places,
    write_hold,
    write_rejection,
)
from shop.events.inventory import StockRejected, StockReserved
from shop.events.orders import OrderedItem, Shortage
from shop.kernel import clock
from shop.kernel.bus import publish
from shop.kernel.context import current_context
from shop.kernel.outbox.unit_of_work import unit_of_work

NOWHERE = Site()
MOST_RELEASED_AT_ONCE = 50
"""A buyer waits for so many releases of lapsed holds at most; the sweeper does the others."""


@unit_of_work
def hold_stock(
    *,
    order_id: UUID,
    items: Iterable[OrderedItem],
    customer_id: UUID | None = None,
    buyer: Site = NOWHERE,
) -> None:
    """Holds all units of all lines, or rejects the order as a whole.

    What is missing of a SKU that one can wait for is held when it comes: first come, first served.
    What is held for the customer in a waiting list is theirs to order.
    Which warehouses give them is up to the policy; the buyer's place is for such as ask for it.
    Raises InvalidInput for quantities, or seats, that nobody can mean.
    """
    lines = tuple(items)
    demand = demand_of(lines)
    places: Sequence[Place] = lock_places(tuple(demand))
    offers = offers_to(customer_id, shortages(demand, places))
    places, queues = stand_in_line(demand, places)
    if shortages(demand, places):
        places, queues = _released_as_needed(demand, places, queues)
    missing = shortages(demand, places)
    if offers and missing and hand_over(offers, missing, lines):
        # What was held for this buyer is nobody else's, whoever waits for the next units.
        queues = {sku: it for sku, it in queues.items() if sku not in {it.sku for it in missing}}
        places = left_over(demand, queues)
    split = split_demand(demand, places, queues)
    chosen = choose_tickets(lines, places, later=split.later) if not split.short else Chosen()
    if short := split.short or chosen.short:
        _reject(order_id, short)
    else:
        allocation = _allocation(split.now, places, Surroundings(buyer))
        length = _length([*places, *queues.values()])
        _hold(order_id, allocation, length, split.later, chosen)


def _released_as_needed(
    demand: Demand, places: Sequence[Place], queues: Queues
) -> tuple[Sequence[Place], Queues]:
    """The places and queues, after lapsed holds were released until there is enough."""
    for order_id in _lapsed_holders(shortages(demand, places)):
        # Waiting for rows that this order does not want could deadlock: they may come earlier in
        # the lock order. So whatever is in use is passed over.
        if release_if_lapsed(order_id, ONLY_TRY):
            places, queues = look_again(demand, queues)
        if not shortages(demand, places):
            break
    return places, queues


def _lapsed_holders(short: Iterable[Shortage]) -> list[UUID]:
    skus = [shortage.sku for shortage in short]
    return lapsed_holders(skus, at=clock.now(), at_most=MOST_RELEASED_AT_ONCE)


@cache
def _policy() -> Policy:
    policy: Policy = import_string(settings.ALLOCATION)()
    return policy


def _allocation(demand: Demand, places: Sequence[Place], around: Surroundings) -> Allocation:
    if not demand:
        return Allocation((), "nothing was there yet")
    return _policy().allocate(demand, places, around)


def _length(special: Iterable[Place | Queue]) -> timedelta:
    """An order is held no longer than any of its SKUs may be."""
    minutes = [it.hold_minutes for it in special if it.hold_minutes is not None]
    return min((timedelta(minutes=it) for it in minutes), default=settings.HOLD_LENGTH)


def _hold(
    order_id: UUID, allocation: Allocation, length: timedelta, later: Demand, chosen: Chosen
) -> None:
    context, now = current_context(), clock.now()
    expires_at = now + length
    backordered = backordered_items(later) if later else ()
    write_hold(
        NewHold(
            order_id=order_id,
            expires_at=expires_at,
            length=length,
            extendable_until=now + LONGEST_HOLD * length,
            items=allocation.items,
            ticketed=chosen.skus,
            reason=allocation.reason,
            awaited=sum(later.values()),
            event_id=context.causation_id,
            actor=context.actor,
        )
    )
    reserve_tickets(order_id, chosen)
    if backordered:
        put_in_line(order_id, backordered)
    publish(
        StockReserved(
            order_id=order_id,
            items=allocation.items,
            expires_at=expires_at,
            backordered=backordered,
        )
    )
    tell_of_backorders(order_id, backordered)


def _reject(order_id: UUID, short: tuple[Shortage, ...]) -> None:
    write_rejection(order_id)
    publish(StockRejected(order_id=order_id, shortages=short))
