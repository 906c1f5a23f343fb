"""Reads listings that were asked for by name, and pages of a list without counting anything."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import connection

from apps.catalog.sql.searching import CARD, ORDERS, Asked, conditions, values_of

_PAGE = f"""json_build_object({CARD}, 'page', page, 'levels', (
    SELECT json_object_agg(sku, available) FROM catalog_stocklevel AS level
    WHERE level.sku = ANY(listing.skus)))::text"""  # noqa: S608 - constant text only
_WITH_SKUS = f"""
SELECT {_PAGE} FROM catalog_listing AS listing WHERE skus && %s::varchar[] ORDER BY product_id
"""  # noqa: S608 - constant text only
# While two products swap handles, the one whose listing was written later bears it.
_ONE = """
SELECT {what} FROM catalog_listing AS listing WHERE handle = %s ORDER BY edition DESC LIMIT 1
"""
_EDITION = """edition || '/' || coalesce((
    SELECT string_agg(available::text, ',' ORDER BY sku) FROM catalog_stocklevel AS level
    WHERE level.sku = ANY(listing.skus)), '')"""
_LIST = """
SELECT json_agg(json_build_object({card}) ORDER BY {order})::text
FROM (SELECT * FROM catalog_listing WHERE {conditions} ORDER BY {order} LIMIT %(limit)s) AS listing
"""
# What comes after a place in an order, by the key of the last row and its id.
_BEYOND = {
    "newest": "(created_at, product_id) < (%(key)s::timestamptz, %(last)s::uuid)",
    "price": "(price_from, product_id) > (%(key)s::numeric, %(last)s::uuid)",
    "-price": "(price_from, product_id) < (%(key)s::numeric, %(last)s::uuid)",
    "name": "(title, product_id) > (%(key)s, %(last)s::uuid)",
}


@dataclass(frozen=True, kw_only=True)
class Place:
    """The last row of a page: its id, and what it was ordered by."""

    key: str
    last: str


def page_called(handle: str) -> str | None:
    """All there is to show of a product, as JSON."""
    return _one(_PAGE, handle)


def pages_with_skus(skus: Collection[str]) -> list[str]:
    """All there is to show of the products that are sold under these SKUs, each as JSON."""
    with connection.cursor() as cursor:
        cursor.execute(_WITH_SKUS, [list(skus)])
        return [row[0] for row in cursor.fetchall()]


def edition_of(handle: str) -> str | None:
    """Another text whenever anything that is shown of the product is different."""
    return _one(_EDITION, handle)


def edition_of_lists() -> str:
    """Another text whenever anything that lists show is different."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(number), 0)::text FROM catalog_edition")
        return str(cursor.fetchone()[0])


def list_page(asked: Asked, *, beyond: Place | None) -> str | None:
    """The next `asked.limit` listings as JSON; words are not looked at."""
    wanted = [*conditions(asked), *chosen_conditions(asked)]
    values = values_of(asked)
    if beyond:
        wanted.append(_BEYOND[asked.order])
        values |= {"key": beyond.key, "last": beyond.last}
    statement = _LIST.format(
        card=CARD, order=ORDERS[asked.order], conditions=" AND ".join(wanted) or "true"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: str | None = cursor.fetchone()[0]
    return found


def chosen_conditions(asked: Asked) -> Sequence[str]:
    return [f"marks && %(chosen_{n})s::text[]" for n in range(len(asked.chosen))]


def _one(what: str, handle: str) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(_ONE.format(what=what), [handle])
        row = cursor.fetchone()
    return row[0] if row else None
