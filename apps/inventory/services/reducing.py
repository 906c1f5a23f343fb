"""A buyer wants less than was ordered and paid: these units are let go, and no others."""

from collections.abc import Mapping
from uuid import UUID

from apps.inventory.models import Hold, Movement
from apps.inventory.services.backorders.queueing import leave_queues
from apps.inventory.services.books import KeptUnits, lock_kept_units
from shop.events.inventory import HeldStock, StockReleased
from shop.kernel.bus import publish
from shop.kernel.errors import DomainError, NotYet
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def release_units(*, order_id: UUID, units: Mapping[str, int]) -> None:
    """So many units of each SKU are not wanted: first those that are still to come, then others.

    Those that are there are for sale again. Raises DomainError unless all of them are in the house,
    or to come, for a buyer who has paid.
    """
    kept = _locked(order_id)
    if not kept.reservation.is_paid:
        raise DomainError(
            f"The goods are {kept.reservation.state}: nothing can be left out of them any more."
        )
    to_come = leave_queues(kept.reservation, units)
    movements = [
        line
        for sku in sorted(units)
        for line in _let_go(kept, sku, units[sku] - to_come.get(sku, 0))
    ]
    _write_holds(kept)
    kept.write_down(movements)
    publish(StockReleased(order_id=order_id, items=_items(movements), reason="items_cancelled"))


def _locked(order_id: UUID) -> KeptUnits:
    """A buyer does it, and nobody tries it again for him."""
    try:
        return lock_kept_units(order_id)
    except NotYet as error:
        raise DomainError(str(error)) from error


def _let_go(kept: KeptUnits, sku: str, units: int) -> list[Movement]:
    movements = []
    for hold in kept.holds:
        if hold.sku == sku and not hold.ticketed and units:
            taken = hold.give_up(units)
            movements.append(kept.stock_of(hold).let_go(taken, paid=True))
            units -= taken
    if units:
        raise DomainError(f"{kept.reservation} has not so many units of {sku}.")
    return movements


def _write_holds(kept: KeptUnits) -> None:
    over = [hold.pk for hold in kept.holds if not hold.quantity]
    Hold.objects.filter(pk__in=over).delete()
    Hold.objects.bulk_update([hold for hold in kept.holds if hold.quantity], ["quantity"])


def _items(movements: list[Movement]) -> tuple[HeldStock, ...]:
    return tuple(
        HeldStock(sku=it.sku, warehouse=it.warehouse, quantity=-it.reserved) for it in movements
    )
