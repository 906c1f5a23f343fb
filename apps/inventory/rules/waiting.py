"""Who may wait for what is not there, and for which day it is promised."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from apps.inventory.rules.checking import MAX_ON_HAND
from apps.inventory.rules.demand import Demand, Place
from shop.events.orders import Shortage


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """Those who wait for a SKU: so many units altogether, and so many more may be waited for."""

    sku: str
    backordered: int
    is_open: bool
    limit: int | None = None
    hold_minutes: int | None = None

    @property
    def room(self) -> int:
        """Units that may still be waited for."""
        return (self.limit or MAX_ON_HAND) - self.backordered if self.is_open else 0


Queues = Mapping[str, Queue]
"""By SKU. Of most SKUs there is none: who comes too late for them gets nothing."""


@dataclass(frozen=True, slots=True)
class Split:
    """What of a demand is held now, what waits, and what can be had neither way."""

    now: Demand
    later: Demand
    short: tuple[Shortage, ...]


def behind_queue(places: Iterable[Place], queues: Queues) -> list[Place]:
    """What those in line leave over of the free units: they came first."""
    owed = {sku: queue.backordered for sku, queue in queues.items()}
    left = []
    for place in places:
        taken = min(owed.get(place.sku, 0), place.free)
        owed[place.sku] = owed.get(place.sku, 0) - taken
        left.append(replace(place, free=place.free - taken))
    return left


def split_demand(demand: Demand, places: Iterable[Place], queues: Queues) -> Split:
    """Free units are held, and what is missing waits where it may; else the SKU is short."""
    free = dict.fromkeys(demand, 0)
    for place in places:
        free[place.sku] += place.free
    now: dict[str, int] = {}
    later: dict[str, int] = {}
    short: list[Shortage] = []
    for sku, wanted in demand.items():
        held = min(wanted, free[sku])
        missing = wanted - held
        room = queues[sku].room if sku in queues else 0
        if missing > room:
            short.append(Shortage(sku=sku, wanted=wanted, available=held + max(room, 0)))
        now |= {sku: held} if held else {}
        later |= {sku: missing} if missing else {}
    return Split(now, later, tuple(short))


@dataclass(frozen=True, slots=True)
class Delivery:
    """So many units of a SKU are expected on a day."""

    day: date
    units: int


def promised_days(
    waiting: Iterable[int], deliveries: Sequence[Delivery], *, today: date, otherwise: date | None
) -> Iterator[date | None]:
    """For each of those who wait in line, so many units each, the day on which all of these come.

    Deliveries that are overdue say nothing, nor does a day that has passed. None is as soon as
    there are any.
    """
    coming = sorted((it for it in deliveries if it.day >= today), key=lambda it: it.day)
    fallback = otherwise if otherwise and otherwise >= today else None
    due, came, at = 0, 0, 0
    for units in waiting:
        due += units
        while came < due and at < len(coming):
            came += coming[at].units
            at += 1
        yield coming[at - 1].day if at and came >= due else fallback
