"""Which promotions go together.

Those that stack count one after the other, by priority, each of what the ones before have left;
every other one counts alone. The cheapest of these ways counts, of equal ones the first; or none,
where what is taken off would cost more by making the parcel dearer.
"""

from collections.abc import Iterable
from decimal import Decimal

from apps.orders.rules.discounts import Discount, Promotion, PromotionKind
from apps.orders.rules.prices import Agreement
from apps.orders.rules.promotions.conditions import Basket, places_of
from apps.orders.rules.promotions.kinds import taken_off


def discounts_of(basket: Basket, promotions: Iterable[Promotion]) -> tuple[Discount, ...]:
    """What is taken off, each part with the promotion that does it."""
    in_turn = sorted(promotions, key=lambda promotion: (promotion.priority, promotion.id))
    if not in_turn:
        return ()
    together = [promotion for promotion in in_turn if promotion.stacks]
    alone = [[promotion] for promotion in in_turn if not promotion.stacks]
    ways = [together, *alone, []]
    return min((_taken_by(way, basket) for way in ways), key=lambda off: _price(basket, off))


def _taken_by(promotions: list[Promotion], basket: Basket) -> tuple[Discount, ...]:
    left = [line.gross for line in basket.lines]
    off: list[Discount] = []
    for promotion in promotions:
        off += _of_lines(promotion, basket, left)
    return (*off, *_of_shipping(promotions, basket, off))


def _of_lines(promotion: Promotion, basket: Basket, left: list[Decimal]) -> list[Discount]:
    places = places_of(promotion, basket)
    if not places:
        return []
    lines = [basket.lines[at] for at in places]
    amounts = taken_off(promotion, lines, [left[at] for at in places])
    for at, amount in zip(places, amounts, strict=True):
        left[at] -= amount
    taken = zip(places, amounts, strict=True)
    return [Discount(promotion, at, amount) for at, amount in taken if amount]


def _of_shipping(
    promotions: list[Promotion], basket: Basket, off: list[Discount]
) -> list[Discount]:
    """The first promotion that sends for nothing takes off what sending costs after all others."""
    amount = _agreed(basket, off).shipping_total
    for promotion in promotions:
        is_it = promotion.kind == PromotionKind.FREE_SHIPPING and places_of(promotion, basket)
        if is_it and amount:
            return [Discount(promotion, None, amount)]
    return []


def _price(basket: Basket, off: Iterable[Discount]) -> Decimal:
    agreed = _agreed(basket, off)
    return agreed.goods - agreed.discount + agreed.shipping_total


def _agreed(basket: Basket, off: Iterable[Discount]) -> Agreement:
    return Agreement(lines=basket.lines, shipping=basket.shipping, discounts=tuple(off))
