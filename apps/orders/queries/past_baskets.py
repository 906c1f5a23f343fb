"""Orders as the baskets that they were, for the rules of promotions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import prefetch_related_objects

from apps.orders.models import Member, Offer, Order, OrderLine, ShippingRate
from apps.orders.queries.promotions import rule_of
from apps.orders.rules import Basket, PricedLine, PricedShipping, Promotion


@dataclass(frozen=True, kw_only=True)
class PastBasket:
    """What was bought with an order, and the promotions that took something off it."""

    order: Order
    basket: Basket
    promotions: tuple[Promotion, ...]


@dataclass(frozen=True, kw_only=True)
class _Known:
    """What several orders name."""

    offers: Mapping[int, Offer]
    rates: Mapping[int, ShippingRate]
    members: frozenset[UUID]


def past_baskets(orders: Sequence[Order]) -> Iterator[PastBasket]:
    """Each of them, in as many statements as for one. Who is a member now counts as one."""
    if not orders:
        return
    prefetch_related_objects(orders, "lines", "discounts__promotion")
    known = _known(orders)
    for order in orders:
        promotions = {it.promotion_id: it.promotion for it in order.discounts.all()}
        yield PastBasket(
            order=order,
            basket=_basket(order, known),
            promotions=tuple(rule_of(it) for it in promotions.values()),
        )


def _known(orders: Sequence[Order]) -> _Known:
    lines = [line for order in orders for line in order.lines.all()]
    customers = {order.customer_id for order in orders}
    members = Member.objects.filter(customer_id__in=customers)
    return _Known(
        offers=Offer.objects.in_bulk({line.offer_id for line in lines if line.offer_id}),
        rates=ShippingRate.objects.in_bulk(
            {order.shipping_rate_id for order in orders if order.shipping_rate_id}
        ),
        members=frozenset(members.values_list("customer_id", flat=True)),
    )


def _basket(order: Order, known: _Known) -> Basket:
    lines = sorted(order.lines.all(), key=_place)
    return Basket(
        lines=tuple(_line(line, order, known.offers.get(line.offer_id or 0)) for line in lines),
        shipping=_shipping(order, known.rates.get(order.shipping_rate_id or 0)),
        country=order.country,
        is_member=order.customer_id in known.members,
    )


def _place(line: OrderLine) -> int:
    return line.position


def _line(line: OrderLine, order: Order, offer: Offer | None) -> PricedLine:
    return PricedLine(
        sku=line.sku,
        title=line.title,
        quantity=line.quantity,
        unit_price=line.unit_price,
        tax_rate=line.tax_rate,
        tax_rate_id=line.tax_rate_id,
        currency=order.currency,
        ticketed=line.ticketed,
        seats=tuple(line.seats),
        tax_class=offer.tax_class if offer else "",
        product_id=offer.product_id if offer else None,
        offer_id=line.offer_id,
    )


def _shipping(order: Order, rate: ShippingRate | None) -> PricedShipping | None:
    if rate is None:
        return None
    return PricedShipping(
        method=rate.method,
        title=rate.title,
        amount=rate.amount,
        free_from=rate.free_from,
        rate_id=rate.pk,
        tax_rate=Decimal(0),
        tax_rate_id=order.shipping_tax_rate_id,
        currency=order.currency,
    )
