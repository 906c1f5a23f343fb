"""What things cost now: asked the same way for a quote and for an order."""

from collections.abc import Sequence

from apps.orders import sql
from apps.orders.rules import NotForSale, PricedLine, UnknownGoods, WantedLine
from shop.kernel.errors import InvalidInput


def priced_lines(lines: Sequence[WantedLine], country: str) -> list[PricedLine]:
    """The lines at today's prices, with the tax of the country.

    Raises UnknownGoods, NotForSale, and InvalidInput for goods in several currencies.
    """
    wanted = sorted({line.sku for line in lines})
    offers = {row.sku: row for row in sql.offers_with_tax(wanted, country)}
    if unknown := [sku for sku in wanted if sku not in offers]:
        raise UnknownGoods(unknown)
    if ended := [sku for sku in wanted if not offers[sku].sellable]:
        raise NotForSale(ended)
    _refuse_mixed_currencies({offer.currency for offer in offers.values()})
    return [_priced_line(line, offers[line.sku]) for line in lines]


def _refuse_mixed_currencies(currencies: set[str]) -> None:
    if len(currencies) > 1:
        raise InvalidInput(f"One order has one currency, not {' and '.join(sorted(currencies))}.")


def _priced_line(line: WantedLine, offer: sql.OfferRow) -> PricedLine:
    return PricedLine(
        sku=line.sku,
        title=offer.title,
        quantity=line.quantity,
        unit_price=offer.price,
        tax_rate=offer.tax_rate,
        tax_rate_id=offer.tax_rate_id,
        currency=offer.currency,
    )
