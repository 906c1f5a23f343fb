"""Reads what a SKU cost and when, out of listed and planned prices."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

# A listed price counts only for as long as no planned one replaced it, so periods never overlap.
# The lowest price before a period is that of the 30 days before it began, as in `PRICED`.
_PERIODS = """
WITH planned AS (
    SELECT plan.price, plan.during FROM catalog_plannedprice AS plan
    JOIN catalog_variant AS variant ON variant.id = plan.variant_id
    WHERE variant.stock_code = %(sku)s
), period AS MATERIALIZED (
    SELECT price, during, true AS is_planned FROM planned
    UNION ALL
    SELECT listed.price, part.during, false
    FROM catalog_listedprice AS listed, LATERAL unnest(tstzmultirange(listed.during)
        - coalesce((SELECT range_agg(during) FROM planned), '{}')) AS part (during)
    WHERE listed.sku = %(sku)s
), shown AS (
    SELECT * FROM period
    WHERE lower(during) < coalesce(%(before)s::timestamptz, 'infinity')
        AND lower(during) <= coalesce(%(until)s::timestamptz, 'infinity')
    ORDER BY during DESC LIMIT %(at_most)s
)
SELECT price, is_planned, lower(during), upper(during), (
    SELECT min(earlier.price) FROM period AS earlier
    WHERE earlier.during && tstzrange(lower(shown.during) - interval '30 days',
        lower(shown.during)))
FROM shown ORDER BY during DESC
"""


class PeriodRow(NamedTuple):
    """A price from `starts` to `ends`, None if nobody knows, and the lowest one before."""

    price: Decimal
    is_planned: bool
    starts: datetime
    ends: datetime | None
    lowest_before: Decimal | None


def price_periods(
    sku: str, *, before: datetime | None, until: datetime | None, at_most: int
) -> list[PeriodRow]:
    """The latest periods of the SKU that begin before one moment, and at the other one or before.

    None is no limit.
    """
    values = {"sku": sku, "before": before, "until": until, "at_most": at_most}
    with connection.cursor() as cursor:
        cursor.execute(_PERIODS, values)
        return [PeriodRow._make(row) for row in cursor.fetchall()]
