"""The statement that asks for all prices of an order at once: goods, tax, and sending them."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

# A planned price comes after the listed one that it replaces, and so counts.
_PRICES = """
WITH tax AS MATERIALIZED (
    SELECT DISTINCT ON (tax_class) tax_class, rate, id, part_names, part_rates
    FROM orders_taxrate
    WHERE country = %(country)s AND valid_during @> %(at)s::timestamptz
      AND (postal_codes = '' OR %(postal_code)s::text ~ postal_codes)
    ORDER BY tax_class, postal_codes DESC
), policy AS (
    SELECT prices_include_tax, rounding FROM orders_taxpolicy WHERE country = %(country)s
)
SELECT offer.sku, offer.title, offer.price, offer.currency,
       offer.sellable AND coalesce(offer.sold_until > %(at)s, true), coalesce(tax.rate, 0),
       tax.id, offer.id, NULL::numeric, offer.kind,
       EXISTS (SELECT FROM orders_shippingrate WHERE ended_at IS NULL), offer.ticketed,
       tax.part_names, tax.part_rates,
       (SELECT prices_include_tax FROM policy), (SELECT rounding FROM policy),
       offer.tax_class, offer.product_id,
       EXISTS (SELECT FROM orders_promotion
               WHERE NOT needs_voucher AND valid_during @> %(at)s::timestamptz)
FROM orders_offer offer LEFT JOIN tax ON tax.tax_class = offer.tax_class
WHERE offer.sku = ANY(%(skus)s::text[]) AND offer.valid_during @> %(at)s::timestamptz
UNION ALL
SELECT shipping.method, shipping.title, shipping.amount, shipping.currency, NULL,
       coalesce(tax.rate, 0), tax.id, shipping.id, shipping.free_from, -1, true, NULL,
       tax.part_names, tax.part_rates, NULL, NULL,
       shipping.tax_class, NULL, false
FROM orders_shippingrate shipping LEFT JOIN tax ON tax.tax_class = shipping.tax_class
WHERE shipping.ended_at IS NULL AND shipping.zone_id = coalesce(
    (SELECT zone_id FROM orders_zonecountry WHERE country = %(country)s),
    (SELECT id FROM orders_shippingzone WHERE is_default))
ORDER BY 10, 3
"""


class PriceRow(NamedTuple):
    """What one unit of a SKU, or sending a parcel, costs, and which share of the net is its tax.

    `sellable` and `ticketed` are None for shipping: then `code` is the method, and `rule_id` its
    rate. `has_rates` is whether the shop has rates at all, for wherever. How tax is
    taken is None if nobody said so for the place; `has_promotions` is whether anything is on.
    """

    code: str
    title: str
    price: Decimal
    currency: str
    sellable: bool | None
    tax_rate: Decimal
    tax_rate_id: int | None
    rule_id: int
    free_from: Decimal | None
    kind: int
    has_rates: bool
    ticketed: bool | None
    part_names: list[str] | None
    part_rates: list[Decimal] | None
    prices_include_tax: bool | None
    rounding: str | None
    tax_class: str
    product_id: UUID | None
    has_promotions: bool


def prices_at(
    at: datetime, *, skus: Sequence[str], country: str, postal_code: str
) -> list[PriceRow]:
    """Offers that are valid at that moment, and the shipping rates of the country."""
    # Django's stubs know no lists, psycopg does.
    values: Any = {"at": at, "skus": list(skus), "country": country, "postal_code": postal_code}
    with connection.cursor() as cursor:
        cursor.execute(_PRICES, values)
        return [PriceRow._make(row) for row in cursor.fetchall()]
