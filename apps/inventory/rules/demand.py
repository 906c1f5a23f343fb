"""What an order wants, and whether it can be had."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from apps.inventory.rules.checking import checked_quantity, checked_sku
from shop.events.orders import OrderedItem, Shortage
from shop.kernel.errors import InvalidInput

Demand = Mapping[str, int]
"""Units wanted by SKU, all lines of an order summed."""


@dataclass(frozen=True, slots=True)
class Place:
    """Units of one SKU in one warehouse that are promised to nobody.

    They are held for so many minutes, or for as long as all others. Where there is a queue, others
    may have come before. Some are numbered tickets.
    """

    sku: str
    warehouse: str
    free: int
    hold_minutes: int | None = None
    has_queue: bool = False
    ticketed: bool = False


def demand_of(items: Iterable[OrderedItem]) -> Demand:
    """What the lines want together; a SKU on two lines is wanted once, with the sum.

    Raises InvalidInput if there is no line, or a SKU, quantity or sum that nobody can mean.
    """
    demand: dict[str, int] = {}
    for item in items:
        quantity = demand.get(item.sku, 0) + checked_quantity(item.quantity)
        demand[checked_sku(item.sku)] = checked_quantity(quantity)
    if not demand:
        raise InvalidInput("An order needs at least one line.")
    return demand


def shortages(demand: Demand, places: Iterable[Place]) -> tuple[Shortage, ...]:
    """The SKUs of which all places together have too little; empty if everything can be had."""
    free = dict.fromkeys(demand, 0)
    for place in places:
        free[place.sku] += place.free
    return tuple(
        Shortage(sku=sku, wanted=wanted, available=free[sku])
        for sku, wanted in demand.items()
        if wanted > free[sku]
    )
