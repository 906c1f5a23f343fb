"""Brings the balances in line with what lies on the shelves."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from apps.inventory.models import Movement, Stock, Unavailable, Warehouse
from apps.inventory.rules import MAX_CODE_LENGTH, Correction, Site, StockLevel, checked_sku
from apps.inventory.services.announcing import announce_stock
from apps.inventory.services.books import StockByPlace, by_place, write_down
from apps.inventory.services.locking import lock_stock
from shop.kernel.countries import CODE, CODE_RULE
from shop.kernel.errors import DomainError, InvalidInput, NotFound
from shop.kernel.outbox.unit_of_work import unit_of_work

Place = tuple[str, str]
"""A SKU and the code of a warehouse."""


@unit_of_work
def open_warehouse(*, code: str, name: str, site: Site | None = None) -> Warehouse:
    """The warehouse of that code; an open one gets the name, and the site if one is given.

    Raises InvalidInput.
    """
    if not 1 <= len(code) <= MAX_CODE_LENGTH:
        raise InvalidInput(
            f"A warehouse needs a code of 1 to {MAX_CODE_LENGTH} letters, like MAIN."
        )
    said = {"name": name}
    if site is not None:
        said |= {"country": _checked_country(site.country), "postal_code": site.postal_code}
    warehouse, _ = Warehouse.objects.update_or_create(code=code, defaults=said)
    return warehouse


def _checked_country(country: str) -> str:
    if country and not re.fullmatch(CODE, country):
        raise InvalidInput(CODE_RULE)
    return country


@unit_of_work
def receive_stock(*, sku: str, warehouse: str, quantity: int, reason: str = "") -> Stock:
    """New units arrived, 1 to a million. Raises InvalidInput, NotFound for the warehouse."""
    return _moved((sku, warehouse), lambda stock: stock.receive(quantity), reason)


@unit_of_work
def receive_delivery(*, warehouse: str, units: Mapping[str, int], reason: str = "") -> None:
    """New units of several SKUs arrived together. Raises what `receive_stock` raises."""
    stock = lock_or_open([(sku, warehouse) for sku in units])
    movements = [stock[sku, warehouse].receive(quantity) for sku, quantity in units.items()]
    write_down([stock[sku, warehouse] for sku in units], movements, reason=reason)
    announce_stock(skus=set(units))


@unit_of_work
def adjust_stock(*, sku: str, warehouse: str, delta: int, reason: str) -> Stock:
    """So many units more or fewer are there than the books say.

    Raises InvalidInput, NotFound for the warehouse, DomainError if promised units would be missing.
    """
    return _moved((sku, warehouse), lambda stock: stock.adjust(delta), reason)


@unit_of_work
def set_stock_levels(*, levels: Sequence[StockLevel], reason: str) -> int:
    """Makes what was counted the balances on hand; returns how many of them were different.

    Raises what `adjust_stock` raises, and InvalidInput if a place was counted twice.
    """
    stock = lock_or_open(_counted_once(levels))
    changes = {
        (level.sku, level.warehouse): level.on_hand - stock[level.sku, level.warehouse].on_hand
        for level in levels
    }
    movements = [stock[place].adjust(delta) for place, delta in changes.items() if delta]
    write_down(
        [stock[place] for place, delta in changes.items() if delta], movements, reason=reason
    )
    announce_stock(skus={sku for (sku, _), delta in changes.items() if delta})
    return len(movements)


@unit_of_work
def set_stock_aside(
    *, sku: str, warehouse: str, quantity: int, why: Unavailable, reason: str
) -> Stock:
    """Free units are damaged, in quality control or kept as safety stock: not for sale.

    Raises InvalidInput, NotFound for the warehouse, DomainError if so many are not free.
    """
    return _moved((sku, warehouse), lambda stock: stock.set_aside(quantity, why), reason)


@unit_of_work
def put_stock_back(
    *, sku: str, warehouse: str, quantity: int, why: Unavailable, reason: str
) -> Stock:
    """Units that were set aside are for sale again. Raises what `set_stock_aside` raises."""
    return _moved((sku, warehouse), lambda stock: stock.put_back(quantity, why), reason)


@unit_of_work
def write_stock_off(
    *, sku: str, warehouse: str, quantity: int, reason: str, why: Unavailable | None = None
) -> Stock:
    """Units are gone for good: free ones, or such as were set aside as `why` says.

    Raises InvalidInput, NotFound for the warehouse, DomainError if so many are not there.
    """
    return _moved((sku, warehouse), lambda stock: stock.write_off(quantity, why), reason)


@dataclass(frozen=True, kw_only=True)
class Corrected:
    """How many places have other numbers now, and why others were left as they are."""

    changed: int
    refused: Mapping[Place, str]


@unit_of_work
def correct_stock_levels(*, corrections: Sequence[Correction], reason: str) -> Corrected:
    """Makes the levels what is said, but for places that moved since they were looked at.

    Raises InvalidInput if a place is named twice, or for a SKU; NotFound for a warehouse.
    """
    places = _counted_once(corrections)
    begun = by_place(Stock.objects.filter(sku__in={sku for sku, _ in places})).keys()
    stock = lock_or_open(places)
    movements: list[Movement] = []
    refused: dict[Place, str] = {}
    for correction in corrections:
        place = correction.sku, correction.warehouse
        try:
            movements += _corrected(stock[place], correction, has_begun=place in begun)
        except DomainError as refusal:
            refused[place] = refusal.sentence
    write_down([stock[it.sku, it.warehouse] for it in movements], movements, reason=reason)
    announce_stock(skus={movement.sku for movement in movements})
    return Corrected(changed=len(movements), refused=refused)


def _corrected(stock: Stock, correction: Correction, *, has_begun: bool) -> list[Movement]:
    delta = correction.on_hand - stock.on_hand
    if delta == 0 or (correction.expected is None and has_begun):
        return []
    if correction.expected not in {None, stock.on_hand}:
        raise DomainError(
            f"{stock} has {stock.on_hand} units on hand, not {correction.expected} as when somebody"
            " looked: units moved meanwhile. Look again."
        )
    return [stock.adjust(delta)]


def _moved(place: Place, move: Callable[[Stock], Movement], reason: str) -> Stock:
    """Lets the move happen in the place, under its lock; writes it down and tells of it."""
    stock = lock_or_open([place])[place]
    write_down([stock], [move(stock)], reason=reason)
    announce_stock(skus=[stock.sku])
    return stock


def _counted_once(levels: Sequence[StockLevel | Correction]) -> Collection[Place]:
    places = {(level.sku, level.warehouse) for level in levels}
    if len(places) < len(levels):
        raise InvalidInput("A SKU was counted twice in the same warehouse: give it once.")
    return places


def lock_or_open(places: Collection[Place]) -> StockByPlace:
    """The rows of these places, locked in the lock order; made where there are none.

    Raises InvalidInput for a SKU that names nothing, NotFound for a warehouse, DomainError for a
    SKU whose units are tickets in another one.
    """
    refuse_unknown({warehouse for _, warehouse in places})
    skus = {checked_sku(sku) for sku, _ in places}
    rows = Stock.objects.filter(sku__in=skus)
    missing = set(places) - by_place(rows).keys()
    if missing:
        _refuse_tickets_elsewhere(rows, {sku for sku, _ in missing})
        new = [Stock(sku=sku, warehouse_id=warehouse) for sku, warehouse in sorted(missing)]
        Stock.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    return by_place(lock_stock(skus))


def _refuse_tickets_elsewhere(rows: Iterable[Stock], skus: set[str]) -> None:
    for row in rows:
        if row.ticketed and row.sku in skus:
            raise DomainError(f"The units of {row} are numbered tickets: they lie nowhere else.")


def refuse_unknown(codes: set[str]) -> None:
    """Raises NotFound if one of them is the code of no warehouse."""
    unknown = codes - set(Warehouse.objects.filter(code__in=codes).values_list("code", flat=True))
    if unknown:
        raise NotFound(f"There is no warehouse {', '.join(sorted(unknown))}: open it first.")
