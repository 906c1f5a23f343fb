"""What a promotion would have taken off orders of the past. Nothing is written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from heapq import nlargest
from operator import attrgetter
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.orders.models import Order, OrderState, Promotion
from apps.orders.queries.past_baskets import PastBasket, past_baskets
from apps.orders.queries.promotions import rule_of
from apps.orders.rules import Agreement, Basket, discounts_of
from apps.orders.rules import Promotion as Rule
from shop.events.base import Money
from shop.kernel import clock
from shop.kernel.errors import InvalidInput, NotFound
from shop.kernel.money import money

MOST_DAYS = 3660
MOST_ORDERS = 10_000
_AT_ONCE = 500
_LARGEST = 10
_BOUGHT = (OrderState.CONFIRMED, OrderState.SHIPPED, OrderState.DELIVERED)


@dataclass(frozen=True, kw_only=True)
class RehearsedOrder:
    """An order that would have cost so much less."""

    order_id: UUID
    number: str
    placed_at: datetime
    total: Money
    taken: Money


@dataclass(frozen=True, kw_only=True)
class RehearsedCurrency:
    """All orders in one currency that would have cost less, and those that would most."""

    orders: int
    taken: Money
    largest: tuple[RehearsedOrder, ...]


@dataclass(frozen=True, kw_only=True)
class Rehearsal:
    """What came of it; `looked_at` orders were bought since then, or the latest `at_most` ones."""

    promotion: str
    since: datetime
    looked_at: int
    has_seen_all: bool
    currencies: tuple[RehearsedCurrency, ...]


@dataclass
class _Tally:
    """What was counted so far, in one currency."""

    orders: int = 0
    taken: Decimal = Decimal(0)
    largest: list[RehearsedOrder] = field(default_factory=list)

    def add(self, found: RehearsedOrder) -> None:
        self.orders += 1
        self.taken += found.taken.amount
        by_amount = attrgetter("taken.amount")
        self.largest = nlargest(_LARGEST, [*self.largest, found], key=by_amount)


def rehearsed(promotion_id: int, *, days: int, at_most: int = MOST_ORDERS) -> Rehearsal:
    """What buyers of the last so many days would have paid less with this promotion.

    It is added to the promotions that each order had, whether it is valid or not, as if everybody
    had its voucher. Raises NotFound, and InvalidInput for days that cannot be.
    """
    if not 0 < days <= MOST_DAYS:
        raise InvalidInput(f"Say for how many days, from 1 to {MOST_DAYS}.")
    promotion = Promotion.objects.filter(pk=promotion_id).first()
    if promotion is None:
        raise NotFound("There is no such promotion.")
    since, rule = clock.now() - timedelta(days=days), rule_of(promotion)
    looked_at, tallies = 0, dict[str, _Tally]()
    for order in _bought_since(since, at_most + 1):
        looked_at += 1
        if looked_at > at_most:
            break
        if found := _tried(rule, order):
            tallies.setdefault(found.taken.currency, _Tally()).add(found)
    return Rehearsal(
        promotion=promotion.name,
        since=since,
        looked_at=min(looked_at, at_most),
        has_seen_all=looked_at <= at_most,
        currencies=tuple(_counted(tallies[currency], currency) for currency in sorted(tallies)),
    )


def _counted(tally: _Tally, currency: str) -> RehearsedCurrency:
    return RehearsedCurrency(
        orders=tally.orders, taken=money(tally.taken, currency), largest=tuple(tally.largest)
    )


def _tried(rule: Rule, past: PastBasket) -> RehearsedOrder | None:
    """The order, if the rule would have made it cheaper."""
    others = [one for one in past.promotions if one.id != rule.id]
    taken = _price(past.basket, others) - _price(past.basket, [*others, rule])
    if taken <= 0:
        return None
    order = past.order
    return RehearsedOrder(
        order_id=order.id,
        number=order.number,
        placed_at=order.placed_at,
        total=order.total_money,
        taken=money(taken, order.currency),
    )


def _price(basket: Basket, promotions: Iterable[Rule]) -> Decimal:
    """As the checkout calculates it, without a tax that comes on top."""
    discounts = discounts_of(basket, promotions)
    return Agreement(lines=basket.lines, shipping=basket.shipping, discounts=discounts).total


def _bought_since(since: datetime, at_most: int) -> Iterator[PastBasket]:
    """The latest ones, some hundreds at a time."""
    bought = Order.objects.filter(placed_at__gte=since, state__in=_BOUGHT)
    rows = bought.order_by("-placed_at", "-id")
    left, last = at_most, None
    while left > 0:
        bite = list(_before(rows, last)[: min(left, _AT_ONCE)])
        yield from past_baskets(bite)
        if len(bite) < _AT_ONCE:
            return
        left, last = left - len(bite), bite[-1]


def _before(rows: "QuerySet[Order]", last: Order | None) -> "QuerySet[Order]":
    if last is None:
        return rows
    earlier = Q(placed_at__lt=last.placed_at) | Q(placed_at=last.placed_at, pk__lt=last.pk)
    return rows.filter(earlier)
