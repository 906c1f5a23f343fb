"""Keeps the stock levels of listings, in statements that touch as little as they can."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

# A level that is the same again is not written.
_NOTE = """
WITH level AS (
    INSERT INTO catalog_stocklevel AS known (sku, available)
    SELECT * FROM unnest(%(skus)s::varchar[], %(units)s::int[]) AS told (sku, available)
    ON CONFLICT (sku) DO UPDATE SET available = EXCLUDED.available
    WHERE known.available <> EXCLUDED.available
    RETURNING sku, available
)
SELECT listing.product_id, listing.handle,
    bool_or(level.available > 0) AND NOT listing.is_available
        OR bool_or(level.available <= 0) AND listing.is_available
FROM level JOIN catalog_listing AS listing ON listing.skus @> ARRAY[level.sku]
GROUP BY listing.product_id
"""


@dataclass(frozen=True, kw_only=True)
class RestockedListing:
    """A listing with another level than before; perhaps it is sold out now, or no longer."""

    product_id: UUID
    handle: str
    may_have_turned: bool


def note_levels(levels: Mapping[str, int]) -> list[RestockedListing]:
    """Writes down what is available by SKU; returns the listings of those that changed."""
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, {"skus": list(levels), "units": list(levels.values())})
        return [
            RestockedListing(product_id=row[0], handle=row[1], may_have_turned=row[2])
            for row in cursor.fetchall()
        ]
