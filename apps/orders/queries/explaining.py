"""Why an order costs what it costs: each cent by the rule that made it, from what was stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from apps.orders.models import Offer, Order, OrderLine, PriceKind, ShippingRate, TaxRate
from apps.orders.rules import Taxed, TaxPart, TaxPolicy, parts_of
from shop.events.base import Money
from shop.kernel.money import money


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Some cents, what they are for (a SKU, or `shipping`), and the rule that made them.

    `rule` is one of offer, promotion, shipping_rate, tax_rate; an order of before rules were kept
    has no `rule_id`.
    """

    amount: Money
    of: str
    title: str
    rule: str
    rule_id: int | None
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """What makes the total, cent by cent, and the tax that it contains."""

    total: Money
    makes: tuple[Reason, ...]
    contains: tuple[Reason, ...]


_SENDING, _DELIVERY = "shipping", "Delivery"


def explained_total(order_id: UUID) -> Explanation:
    """Raises Order.DoesNotExist."""
    order = Order.objects.get(pk=order_id)
    lines = list(order.lines.order_by("position"))
    taxes = tuple(_taxes(order, lines))
    prices = (*_goods(order, lines), *_shipping(order), *_discounts(order, lines))
    return Explanation(
        total=order.total_money,
        makes=prices if order.tax_included else (*prices, *taxes),
        contains=taxes if order.tax_included else (),
    )


def _goods(order: Order, lines: list[OrderLine]) -> Iterator[Reason]:
    offers = Offer.objects.in_bulk([line.offer_id for line in lines if line.offer_id])
    for line in lines:
        yield Reason(
            amount=money(line.gross, order.currency),
            of=line.sku,
            title=line.title,
            rule="offer",
            rule_id=line.offer_id,
            sentence=f"{line.quantity} x {_said(line.unit_price, order)}"
            + _since(offers.get(line.offer_id or 0)),
        )


def _since(offer: Offer | None) -> str:
    if offer is None:
        return "."
    kind = "planned" if offer.kind == PriceKind.PLANNED else "listed"
    begin = offer.valid_during.lower
    return f", {kind} since {begin:%Y-%m-%d %H:%M} UTC." if begin else f", {kind}."


def _shipping(order: Order) -> Iterator[Reason]:
    rate = ShippingRate.objects.filter(pk=order.shipping_rate_id or 0).first()
    amount = order.shipping_total + order.shipping_discount
    if rate is None and not amount:
        return
    title = rate.title if rate else order.shipping_method
    threshold = rate.free_from if rate and not amount else None
    free = "" if threshold is None else f": free from {_said(threshold, order)} on"
    yield Reason(
        amount=money(amount, order.currency),
        of=_SENDING,
        title=_DELIVERY,
        rule="shipping_rate",
        rule_id=order.shipping_rate_id,
        sentence=f"{title}{free}.",
    )


def _discounts(order: Order, lines: list[OrderLine]) -> Iterator[Reason]:
    known = {line.id: (line.sku, line.title) for line in lines}
    by_voucher = f", by voucher {order.voucher_code}"
    for discount in order.discounts.select_related("promotion").order_by("id"):
        of, title = known[discount.line_id] if discount.line_id else (_SENDING, _DELIVERY)
        yield Reason(
            amount=money(-discount.amount, order.currency),
            of=of,
            title=title,
            rule="promotion",
            rule_id=discount.promotion_id,
            sentence=f"{discount.promotion}{by_voucher if discount.voucher_id else ''}.",
        )


def _taxes(order: Order, lines: list[OrderLine]) -> Iterator[Reason]:
    ids = [order.shipping_tax_rate_id, *(line.tax_rate_id for line in lines)]
    rates = TaxRate.objects.in_bulk([rate_id for rate_id in ids if rate_id])
    for line in lines:
        rate = rates.get(line.tax_rate_id or 0)
        yield _tax(order, (line.sku, line.title), line.gross - line.discount, line.tax_amount, rate)
    if order.shipping_tax:
        rate = rates.get(order.shipping_tax_rate_id or 0)
        yield _tax(order, (_SENDING, _DELIVERY), order.shipping_total, order.shipping_tax, rate)


def _tax(
    order: Order, of: tuple[str, str], base: Decimal, tax: Decimal, rate: TaxRate | None
) -> Reason:
    return Reason(
        amount=money(tax, order.currency),
        of=of[0],
        title=of[1],
        rule="tax_rate",
        rule_id=rate.pk if rate else None,
        sentence=_tax_sentence(order, base, tax, rate) if rate else "No tax is known there.",
    )


def _tax_sentence(order: Order, base: Decimal, tax: Decimal, rate: TaxRate) -> str:
    where = f"{rate.country} {rate.area}".strip()
    how = f"{rate.tax_class} {(rate.rate * 100).normalize():f} %, rounded by {order.tax_rounding}"
    parts = tuple(map(TaxPart, rate.part_names, rate.part_rates))
    policy = TaxPolicy(order.tax_included, order.tax_rounding)
    shares = parts_of(Taxed(base, rate.rate, parts), tax, policy, order.currency)
    split = " + ".join(f"{name} {_said(share, order)}" for name, share in shares)
    return f"{where} {how}: {split}." if split else f"{where} {how}."


def _said(amount: Decimal, order: Order) -> str:
    exact = money(amount, order.currency).amount
    # A price may be below the minor unit.
    return f"{amount.normalize():f}" if exact != amount else f"{exact}"
