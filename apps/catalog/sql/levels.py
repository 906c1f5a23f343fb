"""Keeps the stock levels of listings, in statements that touch as little as they can."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from apps.catalog.rules.listings.showing import StockedUnits

# A level that is the same again is not written.
_NOTE = """
WITH level AS (
    INSERT INTO catalog_stocklevel AS known (sku, available, when_sold_out, promised_for)
    SELECT * FROM unnest(%(skus)s::varchar[], %(units)s::int[], %(ways)s::varchar[],
        %(days)s::date[]) AS told (sku, available, when_sold_out, promised_for)
    ON CONFLICT (sku) DO UPDATE SET available = EXCLUDED.available,
        when_sold_out = EXCLUDED.when_sold_out, promised_for = EXCLUDED.promised_for
    WHERE (known.available, known.when_sold_out, known.promised_for)
        IS DISTINCT FROM (EXCLUDED.available, EXCLUDED.when_sold_out, EXCLUDED.promised_for)
    RETURNING sku, available > 0 OR when_sold_out <> 'deny' AS can_be_bought
)
SELECT listing.product_id, listing.handle,
    bool_or(can_be_bought) AND NOT listing.is_available
        OR bool_or(NOT can_be_bought) AND listing.is_available
FROM level JOIN catalog_listing AS listing ON listing.skus @> ARRAY[level.sku]
GROUP BY listing.product_id
"""


@dataclass(frozen=True, kw_only=True)
class RestockedListing:
    """A listing with another level than before; perhaps it is sold out now, or no longer."""

    product_id: UUID
    handle: str
    may_have_turned: bool


def note_levels(levels: Mapping[str, StockedUnits]) -> list[RestockedListing]:
    """Writes down what is available by SKU; returns the listings of those that changed."""
    with connection.cursor() as cursor:
        cursor.execute(
            _NOTE,
            {
                "skus": list(levels),
                "units": [level.available for level in levels.values()],
                "ways": [level.when_sold_out for level in levels.values()],
                "days": [level.promised_for for level in levels.values()],
            },
        )
        return [
            RestockedListing(product_id=row[0], handle=row[1], may_have_turned=row[2])
            for row in cursor.fetchall()
        ]
