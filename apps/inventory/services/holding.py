"""Holds what an order wants, or nothing of it: the hottest path of the shop."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import cache
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from apps.inventory.models import Stock
from apps.inventory.queries import Surroundings
from apps.inventory.rules import (
    LONGEST_HOLD,
    Allocation,
    Demand,
    Place,
    Policy,
    Site,
    demand_of,
    shortages,
)
from apps.inventory.services.releasing import release_if_lapsed
from apps.inventory.sql.holding import (
    NewHold,
    lapsed_holders,
    lock_free_places,
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
def hold_stock(*, order_id: UUID, items: Iterable[OrderedItem], buyer: Site = NOWHERE) -> None:
    """Holds all units of all lines, or rejects the order as a whole.

    Which warehouses give them is up to the policy; the buyer's place is for such as ask for it.
    Raises InvalidInput for quantities that nobody can mean.
    """
    demand = demand_of(items)
    places: Sequence[Place] = lock_places(tuple(demand))
    if shortages(demand, places):
        places = _released_as_needed(demand, places)
    if short := shortages(demand, places):
        _reject(order_id, short)
    else:
        _hold(order_id, _policy().allocate(demand, places, Surroundings(buyer)), _length(places))


def _released_as_needed(demand: Demand, places: Sequence[Place]) -> Sequence[Place]:
    """The places, after lapsed holds in them were released until there is enough."""
    for order_id in _lapsed_holders(shortages(demand, places)):
        # Waiting for rows that this order does not want could deadlock: they may come earlier in
        # the lock order. So whatever is in use is passed over.
        if release_if_lapsed(order_id, rows=Stock.objects.select_for_update(skip_locked=True)):
            places = lock_free_places(tuple(demand))
        if not shortages(demand, places):
            break
    return places


def _lapsed_holders(short: Iterable[Shortage]) -> list[UUID]:
    skus = [shortage.sku for shortage in short]
    return lapsed_holders(skus, at=clock.now(), at_most=MOST_RELEASED_AT_ONCE)


@cache
def _policy() -> Policy:
    policy: Policy = import_string(settings.ALLOCATION)()
    return policy


def _length(places: Iterable[Place]) -> timedelta:
    """An order is held no longer than any of its SKUs may be."""
    special = [place.hold_minutes for place in places if place.hold_minutes is not None]
    return min((timedelta(minutes=it) for it in special), default=settings.HOLD_LENGTH)


def _hold(order_id: UUID, allocation: Allocation, length: timedelta) -> None:
    context, now = current_context(), clock.now()
    expires_at = now + length
    write_hold(
        NewHold(
            order_id=order_id,
            expires_at=expires_at,
            length=length,
            extendable_until=now + LONGEST_HOLD * length,
            items=allocation.items,
            reason=allocation.reason,
            event_id=context.causation_id,
            actor=context.actor,
        )
    )
    publish(StockReserved(order_id=order_id, items=allocation.items, expires_at=expires_at))


def _reject(order_id: UUID, short: tuple[Shortage, ...]) -> None:
    write_rejection(order_id)
    publish(StockRejected(order_id=order_id, shortages=short))
