"""Which warehouses give what an order wants, and why: pure calculation.

A policy is one class with one method, named in `settings.ALLOCATION`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Protocol

from apps.inventory.rules.demand import Demand, Place
from shop.events.inventory import HeldStock

LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Site:
    """Where a warehouse, or a buyer, is: a country by ISO 3166-1 alpha-2, and a postal code.

    Both may be unknown, which is an empty text.
    """

    country: str = ""
    postal_code: str = ""


class Around(Protocol):
    """What a policy may ask besides. It costs a statement each, so it is asked for if needed."""

    @property
    def buyer(self) -> Site:
        """Where the parcel goes."""

    def sites(self) -> Mapping[str, Site]:
        """Where the warehouses are, by code."""

    def oldest(self, places: Sequence[Place]) -> Mapping[Place, datetime]:
        """Since when the oldest unit on hand has been in each of these places."""


@dataclass(frozen=True, slots=True)
class Allocation:
    """Which units to hold, and why these, in a sentence without personal data."""

    items: tuple[HeldStock, ...]
    reason: str


class Policy(Protocol):
    """Chooses among warehouses. The places have together what is wanted, by SKU and warehouse."""

    def allocate(self, demand: Demand, places: Sequence[Place], around: Around) -> Allocation: ...


class FewestParcels:
    """As few warehouses as possible, and the first by code among those that are as good."""

    def allocate(self, demand: Demand, places: Sequence[Place], around: Around) -> Allocation:
        picking = _Picking(demand, places)
        while warehouse := picking.most_complete():
            picking.take_whole(warehouse)
        for sku in picking.wanted():
            picking.take(sku, picking.fullest_first(sku))
        return picking.allocation("fewest parcels")


class Nearest:
    """The warehouses that are nearest to the buyer give what they have, the next ones the rest.

    Nearer is the same country, and in it a postal code that begins alike, digit by digit.
    """

    def allocate(self, demand: Demand, places: Sequence[Place], around: Around) -> Allocation:
        picking = _Picking(demand, places)
        if picking.has_choice:
            sites, buyer = around.sites(), around.buyer
            picking.take_all(lambda place: _distance(sites.get(place.warehouse, Site()), buyer))
        else:
            picking.take_all(lambda _: ())
        return picking.allocation("nearest first")


class OldestStock:
    """What has been in the house for longest leaves first, wherever it is."""

    def allocate(self, demand: Demand, places: Sequence[Place], around: Around) -> Allocation:
        picking = _Picking(demand, places)
        if picking.has_choice:
            since = around.oldest(places)
            picking.take_all(lambda place: (since[place].timestamp(),))
        else:
            picking.take_all(lambda _: ())
        return picking.allocation("oldest stock first")


class _Picking:
    """What is still wanted, what is still there, and what was taken so far."""

    def __init__(self, demand: Demand, places: Sequence[Place]) -> None:
        self._order = {sku: at for at, sku in enumerate(demand)}
        self._left = dict(demand)
        self._places = [place for place in places if place.free]
        self._free = {(it.sku, it.warehouse): it.free for it in self._places}
        self._taken: Counter[tuple[str, str]] = Counter()
        self._warehouses = list(dict.fromkeys(it.warehouse for it in self._places))

    @property
    def has_choice(self) -> bool:
        """Whether more than one warehouse has something of it."""
        return len(self._warehouses) > 1

    def wanted(self) -> list[str]:
        """The SKUs of which something is missing."""
        return list(self._left)

    def most_complete(self) -> str | None:
        """The warehouse that has the most SKUs of what is wanted, whole; None if none has any."""
        whole = {code: len(self._whole(code)) for code in sorted(self._warehouses)}
        best = max(whole, key=lambda code: whole[code], default=None)
        return best if best is not None and whole[best] else None

    def take_whole(self, warehouse: str) -> None:
        """Every SKU that the warehouse has enough of."""
        for sku in self._whole(warehouse):
            self._take(sku, warehouse, self._left[sku])

    def fullest_first(self, sku: str) -> Iterable[str]:
        """Those that have the SKU; such as give something anyhow come first."""
        given = {warehouse for _, warehouse in self._taken}
        have = [place for place in self._places if place.sku == sku]
        have.sort(key=lambda it: (it.warehouse not in given, -it.free, it.warehouse))
        return [place.warehouse for place in have]

    def take_all(self, rank: Callable[[Place], tuple[float, ...]]) -> None:
        """All that is wanted, of each SKU from the places of the lowest rank, then by code."""
        for sku in self.wanted():
            have = [place for place in self._places if place.sku == sku]
            have.sort(key=lambda it: (rank(it), it.warehouse))
            self.take(sku, [place.warehouse for place in have])

    def take(self, sku: str, warehouses: Iterable[str]) -> None:
        """What is wanted of the SKU, from the first ones as much as they have."""
        for warehouse in warehouses:
            if units := min(self._left.get(sku, 0), self._free[sku, warehouse]):
                self._take(sku, warehouse, units)

    def allocation(self, policy: str) -> Allocation:
        items = sorted(self._taken.items(), key=lambda it: self._order[it[0][0]])
        held = tuple(
            HeldStock(sku=sku, warehouse=warehouse, quantity=units)
            for (sku, warehouse), units in items
        )
        given = ", ".join(dict.fromkeys(item.warehouse for item in held))
        return Allocation(held, f"{policy}: {given}"[:LONGEST_REASON])

    def _whole(self, warehouse: str) -> list[str]:
        return [
            sku
            for sku, wanted in self._left.items()
            if self._free.get((sku, warehouse), 0) >= wanted
        ]

    def _take(self, sku: str, warehouse: str, units: int) -> None:
        self._taken[sku, warehouse] += units
        self._free[sku, warehouse] -= units
        self._left[sku] -= units
        if not self._left[sku]:
            del self._left[sku]


def _distance(site: Site, buyer: Site) -> tuple[bool, int]:
    is_abroad = not site.country or site.country != buyer.country
    return is_abroad, 0 if is_abroad else -_alike(site.postal_code, buyer.postal_code)


def _alike(one: str, other: str) -> int:
    """How many characters two postal codes have in common from the beginning."""
    pairs = zip(_plain(one), _plain(other), strict=False)
    return len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))


def _plain(code: str) -> str:
    return "".join(code.split()).upper()
