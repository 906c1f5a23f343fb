"""Single units that their buyer sent back are taken in, one way or another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from apps.inventory.models import Hold, Movement, Stock, Unavailable
from apps.inventory.services.announcing import announce_stock
from apps.inventory.services.books import KeptUnits, lock_kept_units
from shop.kernel.errors import DomainError, NotYet
from shop.kernel.outbox.unit_of_work import unit_of_work


@dataclass(frozen=True, kw_only=True)
class ComingBack:
    """Units of one SKU by what becomes of them: for sale again, set aside, or thrown away."""

    sku: str
    restocked: int = 0
    damaged: int = 0
    discarded: int = 0

    @property
    def units(self) -> int:
        return self.restocked + self.damaged + self.discarded


@unit_of_work
def take_back_units(*, order_id: UUID, units: Sequence[ComingBack]) -> None:
    """They are in the warehouse that they came from, as far as they are not thrown away.

    Raises NotYet if nobody knows yet that they were sent, and DomainError for more than were.
    """
    kept = lock_kept_units(order_id)
    if not kept.reservation.has_left:
        raise NotYet(f"The units of order {order_id} have not left so far.")
    movements = [line for back in units for line in _taken_back(kept, back)]
    Hold.objects.bulk_update(kept.holds, ["returned"])
    kept.write_down(movements)
    announce_stock(skus={back.sku for back in units})


def _taken_back(kept: KeptUnits, back: ComingBack) -> Iterator[Movement]:
    """The good ones go to the first places, in the order of the holds."""
    restocked, damaged, missing = back.restocked, back.damaged, back.units
    for hold in kept.holds:
        if hold.sku != back.sku or hold.ticketed:
            continue
        taken = hold.take_back(missing)
        good = min(taken, restocked)
        bad = min(taken - good, damaged)
        yield from _moved(kept.stock_of(hold), taken, bad, taken - good - bad)
        restocked, damaged, missing = restocked - good, damaged - bad, missing - taken
    if missing:
        raise DomainError(f"Order {kept.reservation.order_id} has not so many units of {back.sku}.")


def _moved(stock: Stock, units: int, damaged: int, discarded: int) -> Iterator[Movement]:
    if units:
        yield stock.take_back(units)
    if damaged:
        yield stock.set_aside(damaged, Unavailable.DAMAGED)
    if discarded:
        yield stock.write_off(discarded)
