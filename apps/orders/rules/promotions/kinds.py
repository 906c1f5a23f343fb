"""What each kind of promotion takes off the lines that it is for: never more than is left."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from apps.orders.rules.discounts import Promotion, PromotionKind
from apps.orders.rules.prices import PricedLine
from apps.orders.rules.shares import distribute, share_of
from shop.kernel.money import rounded

Amounts = tuple[Decimal, ...]


def taken_off(
    promotion: Promotion, lines: Sequence[PricedLine], left: Sequence[Decimal]
) -> Amounts:
    """Of each of these lines, of whose price so much is left."""
    return _KINDS[promotion.kind](promotion, lines, left)


def _percentage(
    promotion: Promotion, lines: Sequence[PricedLine], left: Sequence[Decimal]
) -> Amounts:
    currency = lines[0].currency
    return distribute(rounded(sum(left) * promotion.percent, currency), left, currency)


def _fixed(promotion: Promotion, lines: Sequence[PricedLine], left: Sequence[Decimal]) -> Amounts:
    return distribute(min(promotion.amount, sum(left, Decimal(0))), left, lines[0].currency)


def _buy_get(promotion: Promotion, lines: Sequence[PricedLine], left: Sequence[Decimal]) -> Amounts:
    """The dearest units are paid for first: of each group, the cheapest ones cost nothing."""
    group = promotion.buy + promotion.get
    whole = sum(line.quantity for line in lines) // group * group
    off, counted = [Decimal(0)] * len(lines), 0
    for at in sorted(range(len(lines)), key=lambda at: (-lines[at].unit_price, at)):
        begin, counted = counted, counted + lines[at].quantity
        free = _free_of(min(counted, whole), promotion) - _free_of(min(begin, whole), promotion)
        off[at] = share_of(left[at], free, lines[at].quantity, lines[at].currency)
    return tuple(off)


def _free_of(units: int, promotion: Promotion) -> int:
    """How many of the first so many units cost nothing."""
    groups, rest = divmod(units, promotion.buy + promotion.get)
    return groups * promotion.get + max(0, rest - promotion.buy)


def _nothing(promotion: Promotion, lines: Sequence[PricedLine], left: Sequence[Decimal]) -> Amounts:
    return (Decimal(0),) * len(lines)


_KINDS: Mapping[str, Callable[[Promotion, Sequence[PricedLine], Sequence[Decimal]], Amounts]] = (
    MappingProxyType(
        {
            PromotionKind.PERCENTAGE: _percentage,
            PromotionKind.FIXED: _fixed,
            PromotionKind.BUY_GET: _buy_get,
            PromotionKind.FREE_SHIPPING: _nothing,
        }
    )
)
