"""A past for the demo shop: who bought what, and when, and how it went."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from shop.operations.demo.catalogue import products
from shop.operations.demo.people import DemoPerson, people
from shop.operations.demo.rhythm import moments
from shop.operations.demo.shapes import DemoProduct
from shop.operations.demo.spare_stock import SpareStock


class Outcome(StrEnum):
    """How a purchase goes on after it was placed."""

    DELIVERED = "delivered"
    DECLINED_THEN_PAID = "declined_then_paid"
    CANCELLED = "cancelled"
    ABANDONED_PAYMENT = "abandoned_payment"


@dataclass(frozen=True, kw_only=True)
class PlannedLine:
    """So many units of a SKU of the catalogue."""

    sku: str
    quantity: int


@dataclass(frozen=True, kw_only=True)
class PlannedPurchase:
    """One purchase to be played; no SKU appears twice in it, `placed_at` is aware and UTC."""

    customer: DemoPerson
    lines: tuple[PlannedLine, ...]
    placed_at: datetime
    outcome: Outcome


_OUTCOMES = {
    Outcome.DELIVERED: 87,
    Outcome.DECLINED_THEN_PAID: 5,
    Outcome.CANCELLED: 5,
    Outcome.ABANDONED_PAYMENT: 3,
}

# One line is usual, four are rare; so are three units of the same thing.
_LINES = (52, 28, 14, 6)
_QUANTITIES = (86, 11, 3)


def plan_history(*, seed: int, until: datetime, days: int) -> Iterator[PlannedPurchase]:
    """The purchases of the last `days` days before `until`, the oldest first.

    The same arguments always give the same purchases. All of them together take at most half of
    the initial stock of a SKU, and nothing of a scarce one; when the shelves are bare the history
    ends. ValueError if `until` has no time zone.
    """
    if until.tzinfo is None:
        raise ValueError(f"{until} has no time zone. Pass an aware time, for example in UTC.")
    chance = Random(seed)  # noqa: S311 - a story, not a secret
    visitors = _Visitors(chance)
    for moment in moments(since=until - timedelta(days=days), until=until, chance=chance):
        lines = visitors.basket()
        if not lines:
            return
        yield PlannedPurchase(
            customer=visitors.next_customer(),
            lines=lines,
            placed_at=moment,
            outcome=chance.choices([*_OUTCOMES], weights=[*_OUTCOMES.values()])[0],
        )


class _Visitors:
    """People with habits: some come often, and some goods are liked more than others."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._people = people()
        self._products = products()
        self._loyalty = [chance.paretovariate(2.6) for _ in self._people]
        self._fame = {product.handle: chance.paretovariate(1.3) for product in self._products}
        self._spare = SpareStock(self._products)

    def next_customer(self) -> DemoPerson:
        return self._chance.choices(self._people, weights=self._loyalty)[0]

    def basket(self) -> tuple[PlannedLine, ...]:
        """Some lines of different products; none when the shelves are bare."""
        wanted = self._chance.choices((1, 2, 3, 4), weights=_LINES)[0]
        return tuple(self._line(product) for product in self._choose(wanted))

    def _choose(self, number: int) -> list[DemoProduct]:
        chosen: list[DemoProduct] = []
        offered = [product for product in self._products if self._spare.skus_of(product)]
        while offered and len(chosen) < number:
            fame = [self._fame[product.handle] for product in offered]
            chosen.append(self._chance.choices(offered, weights=fame)[0])
            offered.remove(chosen[-1])
        return chosen

    def _line(self, product: DemoProduct) -> PlannedLine:
        sku = self._chance.choice(self._spare.skus_of(product))
        quantity = self._chance.choices((1, 2, 3), weights=_QUANTITIES)[0]
        return PlannedLine(sku=sku, quantity=self._spare.take(sku, at_most=quantity))
