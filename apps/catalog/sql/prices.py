"""What listings show as prices, and the record of what things cost."""

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

# The variants of a product as they are sold at that moment. A former price is shown while the price
# lies below it, and then the lowest price of the 30 days before this one began to count: listed
# prices count there only for as long as no planned one replaced them.
# (OFFSET 0 keeps the planner from writing out a moment anew wherever it is named.)
PRICED = """
SELECT variant.stock_code, variant.sku, variant.barcode, variant.option_values, variant.position,
    variant.weight_grams, variant.currency, costs.price, shown.former_price,
    CASE WHEN shown.former_price IS NOT NULL THEN (
        SELECT min(paid.price) FROM (
            SELECT tstzrange(began - interval '30 days', began) AS days FROM (
                SELECT coalesce(lower(plan.during), greatest(
                    (SELECT lower(during) FROM catalog_listedprice
                        WHERE sku = variant.stock_code AND upper_inf(during)),
                    (SELECT max(upper(during)) FROM catalog_plannedprice
                        WHERE variant_id = variant.id AND upper(during) <= %(now)s::timestamptz)
                    ), %(now)s::timestamptz) AS began OFFSET 0) AS since OFFSET 0) AS before,
        LATERAL (
            SELECT price FROM catalog_plannedprice
            WHERE variant_id = variant.id AND during && before.days
            UNION ALL
            SELECT price FROM catalog_listedprice AS listed
            WHERE listed.sku = variant.stock_code AND during && before.days
                AND NOT tstzmultirange(during * before.days) <@ coalesce((
                    SELECT range_agg(during) FROM catalog_plannedprice
                    WHERE variant_id = variant.id), '{}')) AS paid)
    END AS lowest_price
FROM catalog_variant AS variant
LEFT JOIN catalog_plannedprice AS plan
    ON plan.variant_id = variant.id AND plan.during @> %(now)s::timestamptz,
LATERAL (SELECT coalesce(plan.price, variant.price) AS price) AS costs,
LATERAL (SELECT CASE WHEN greatest(variant.price, variant.compare_at_price) > costs.price
    THEN greatest(variant.price, variant.compare_at_price) END AS former_price OFFSET 0) AS shown
WHERE variant.product_id = product.id
"""
# When the next planned price of the product begins or ends.
PRICES_UNTIL = """
SELECT min(turn) FROM catalog_variant AS variant
JOIN catalog_plannedprice AS plan ON plan.variant_id = variant.id,
LATERAL (VALUES (lower(plan.during)), (upper(plan.during))) AS moment (turn)
WHERE variant.product_id = product.id AND turn > %(now)s::timestamptz
"""
_END = """
UPDATE catalog_listedprice
SET during = tstzrange(lower(during), greatest(lower(during), %(at)s::timestamptz))
WHERE product_id = %(product)s AND upper_inf(during) AND sku <> ALL(%(skus)s::text[])
"""
# A period begins where the last one of its SKU did or ended, if the clock that tells it is behind.
_RECORD = """
WITH told AS (
    SELECT sku, price, greatest(%(at)s::timestamptz, (
        SELECT max(coalesce(upper(during), lower(during))) FROM catalog_listedprice
        WHERE sku = named.sku)) AS begins
    FROM unnest(%(skus)s::text[], %(prices)s::numeric[]) AS named (sku, price)
), ended AS (
    UPDATE catalog_listedprice AS listed
    SET during = tstzrange(lower(during), told.begins)
    FROM told
    WHERE listed.sku = told.sku AND upper_inf(during) AND listed.price <> told.price
    RETURNING listed.sku, upper(during) AS upper
), known AS (
    SELECT listed.sku FROM catalog_listedprice AS listed JOIN told USING (sku, price)
    WHERE upper_inf(during)
)
INSERT INTO catalog_listedprice (product_id, sku, price, during)
SELECT %(product)s, told.sku, told.price, tstzrange(coalesce(ended.upper, told.begins), NULL)
FROM told LEFT JOIN ended USING (sku)
WHERE told.sku NOT IN (SELECT sku FROM known)
"""


def record_listed_prices(product_id: UUID, prices: Mapping[str, Decimal], *, at: datetime) -> None:
    """From then on these SKUs of the product are for sale at these prices."""
    with connection.cursor() as cursor:
        cursor.execute(_RECORD, _values(product_id, prices, at))


def end_listed_prices(product_id: UUID, *, but: Collection[str], at: datetime) -> None:
    """From then on nothing of the product is for sale `but` these SKUs."""
    with connection.cursor() as cursor:
        cursor.execute(_END, _values(product_id, dict.fromkeys(but, Decimal()), at))


def _values(product_id: UUID, prices: Mapping[str, Decimal], at: datetime) -> dict[str, Any]:
    return {
        "product": product_id,
        "skus": list(prices),
        "prices": list(prices.values()),
        "at": at,
    }
