"""What things cost now: asked the same way for a quote and for an order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from apps.orders import sql
from apps.orders.queries.promotions import NO_PROMOTIONS, Promotions, promotions_at
from apps.orders.rules import (
    IN_PRICES,
    Agreement,
    Basket,
    NotForSale,
    PricedLine,
    PricedShipping,
    TaxPart,
    TaxPolicy,
    UnknownGoods,
    VoucherRefused,
    WantedLine,
    chosen_shipping,
    confirm_payable,
    discounts_of,
)
from shop.kernel import clock
from shop.kernel.errors import InvalidInput


@dataclass(frozen=True, kw_only=True)
class Destination:
    """Where the goods go, as far as taxes and parcels care; and by which method, if one is wished.

    `country` is ISO 3166-1 alpha-2; without a `postal_code` the country's own taxes are meant.
    """

    country: str
    postal_code: str = ""
    shipping_method: str = ""

    @property
    def bare_postal_code(self) -> str:
        """The code as taxes know it, without the blanks and hyphens that people write."""
        return self.postal_code.replace(" ", "").replace("-", "")


@dataclass(frozen=True, kw_only=True)
class Prices:
    """The prices of goods, the ways to send them, cheapest first, and what may be taken off.

    Without any way, `sends_for_nothing` tells a shop that has no rates from one that has no rate
    for the destination and the currency.
    """

    lines: tuple[PricedLine, ...]
    shipping: tuple[PricedShipping, ...]
    sends_for_nothing: bool
    country: str
    policy: TaxPolicy = IN_PRICES
    promotions: Promotions = NO_PROMOTIONS

    def agreed(self, shipping: PricedShipping | None) -> Agreement:
        """What all of it costs, sent in this way."""
        basket = Basket(
            lines=self.lines,
            shipping=shipping,
            country=self.country,
            is_member=self.promotions.is_member,
        )
        return Agreement(
            lines=self.lines,
            shipping=shipping,
            policy=self.policy,
            discounts=discounts_of(basket, self.promotions.rules),
        )

    def voucher_problem(self, agreed: Agreement) -> str:
        """Why the voucher that was asked for does not count; empty if all is well."""
        asked = self.promotions.voucher
        if asked is None or agreed.voucher:
            return ""
        return asked.problem or f"Voucher {asked.code} takes nothing off this order."

    @property
    def has_parcel(self) -> bool:
        """Whether there is anything to send."""
        return not all(line.ticketed for line in self.lines)


def agreed_prices(
    lines: Sequence[WantedLine],
    to: Destination,
    *,
    customer_id: UUID | None = None,
    voucher: str = "",
) -> Agreement:
    """What exactly these lines cost the customer, sent there, at today's prices.

    Raises UnknownGoods, NotForSale, and InvalidInput for goods in several currencies, a destination
    or a shipping method that there is not, or more money than can be written down; VoucherRefused.
    """
    prices = asked_prices(lines, to, customer_id=customer_id, voucher=voucher)
    _refuse_nowhere(prices, to)
    _refuse_odd_seats(prices)
    agreed = prices.agreed(chosen_shipping(prices.shipping, to.shipping_method))
    confirm_payable(agreed.total)
    if problem := prices.voucher_problem(agreed):
        raise VoucherRefused(f"{problem} Take it out to order without it.")
    return agreed


def asked_prices(
    lines: Sequence[WantedLine],
    to: Destination,
    *,
    customer_id: UUID | None = None,
    voucher: str = "",
) -> Prices:
    """As above, with every way to send the goods that there is."""
    wanted, now = sorted({line.sku for line in lines}), clock.now()
    rows = sql.prices_at(now, skus=wanted, country=to.country, postal_code=to.bare_postal_code)
    offers = {row.code: row for row in rows if row.sellable is not None}
    _refuse_gaps(wanted, offers)
    _refuse_mixed_currencies({offer.currency for offer in offers.values()})
    priced = tuple(_priced_line(line, offers[line.sku]) for line in lines)
    ways = tuple(
        _priced_shipping(row)
        for row in rows
        if row.sellable is None and row.currency == priced[0].currency
    )
    are_some = bool(voucher) or offers[wanted[0]].has_promotions
    prices = Prices(
        lines=priced,
        shipping=ways,
        sends_for_nothing=not any(row.has_rates for row in rows),
        country=to.country,
        policy=_policy(offers[wanted[0]]),
        promotions=promotions_at(now, customer_id, code=voucher) if are_some else NO_PROMOTIONS,
    )
    return prices if prices.has_parcel else replace(prices, shipping=())


def _refuse_nowhere(prices: Prices, to: Destination) -> None:
    if prices.has_parcel and not prices.shipping and not prices.sends_for_nothing:
        currency = prices.lines[0].currency
        raise InvalidInput(f"Goods in {currency} are not sent to {to.country}: name another one.")


def _refuse_odd_seats(prices: Prices) -> None:
    for line in prices.lines:
        if line.seats and not line.ticketed:
            raise InvalidInput(f"{line.sku} has no seats: order it by quantity alone.")


def _refuse_gaps(wanted: Sequence[str], offers: dict[str, sql.PriceRow]) -> None:
    if unknown := [sku for sku in wanted if sku not in offers]:
        raise UnknownGoods(unknown)
    if ended := [sku for sku in wanted if not offers[sku].sellable]:
        raise NotForSale(ended)


def _refuse_mixed_currencies(currencies: set[str]) -> None:
    if len(currencies) > 1:
        raise InvalidInput(f"One order has one currency, not {' and '.join(sorted(currencies))}.")


def _priced_line(line: WantedLine, offer: sql.PriceRow) -> PricedLine:
    return PricedLine(
        sku=line.sku,
        title=offer.title,
        quantity=line.quantity,
        unit_price=offer.price,
        tax_rate=offer.tax_rate,
        tax_rate_id=offer.tax_rate_id,
        currency=offer.currency,
        tax_parts=_tax_parts(offer),
        ticketed=bool(offer.ticketed),
        seats=line.seats,
        tax_class=offer.tax_class,
        product_id=offer.product_id,
        offer_id=offer.rule_id,
    )


def _priced_shipping(row: sql.PriceRow) -> PricedShipping:
    return PricedShipping(
        method=row.code,
        title=row.title,
        amount=row.price,
        free_from=row.free_from,
        rate_id=row.rule_id,
        tax_rate=row.tax_rate,
        tax_rate_id=row.tax_rate_id,
        currency=row.currency,
        tax_parts=_tax_parts(row),
    )


def _tax_parts(row: sql.PriceRow) -> tuple[TaxPart, ...]:
    return tuple(map(TaxPart, row.part_names or (), row.part_rates or ()))


def _policy(row: sql.PriceRow) -> TaxPolicy:
    if row.prices_include_tax is None or row.rounding is None:
        return IN_PRICES
    return TaxPolicy(row.prices_include_tax, row.rounding)
