"""For what a promotion is."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from apps.orders.rules.discounts import Promotion
from apps.orders.rules.prices import PricedLine, PricedShipping


@dataclass(frozen=True, kw_only=True)
class Basket:
    """What somebody wants to buy, how it is sent and where to."""

    lines: tuple[PricedLine, ...]
    shipping: PricedShipping | None
    country: str
    is_member: bool = False

    @property
    def currency(self) -> str:
        return self.lines[0].currency


def places_of(promotion: Promotion, basket: Basket) -> list[int]:
    """The places of the lines that the promotion is for; none if it is not for this basket."""
    places = [at for at, line in enumerate(basket.lines) if _is_for_line(promotion, line)]
    return places if _is_for_basket(promotion, basket, places) else []


def _is_for_line(promotion: Promotion, line: PricedLine) -> bool:
    wanted = (
        (promotion.skus, line.sku),
        (promotion.products, line.product_id),
        (promotion.tax_classes, line.tax_class),
    )
    return all(not asked or found in asked for asked, found in wanted)


def _is_for_basket(promotion: Promotion, basket: Basket, places: Sequence[int]) -> bool:
    worth = sum((basket.lines[at].gross for at in places), Decimal(0))
    return (
        promotion.currency in ("", basket.currency)
        and (not promotion.countries or basket.country in promotion.countries)
        and (basket.is_member or not promotion.members_only)
        and worth >= promotion.minimum
    )
