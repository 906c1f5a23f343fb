"""Reads listings that were asked for by name, and pages of a list without counting anything."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from apps.catalog.sql.searching import CARD, ORDERS, Asked, conditions, values_of

_PAGE = f"""json_build_object({CARD}, 'page', page, 'levels', (
    SELECT json_object_agg(sku, json_build_object('available', available,
        'when_sold_out', when_sold_out, 'promised_for', promised_for))
    FROM catalog_stocklevel AS level
    WHERE level.sku = ANY(listing.skus)))::text"""  # noqa: S608 - constant text only
_WITH_SKUS = f"""
SELECT {_PAGE} FROM catalog_listing AS listing WHERE skus && %(skus)s::varchar[] ORDER BY product_id
"""  # noqa: S608 - constant text only
# While two products swap handles, the one whose listing was written later bears it.
_ONE = """
SELECT {what} FROM catalog_listing AS listing WHERE handle = %(handle)s
ORDER BY edition DESC LIMIT 1
"""
_EDITION = """array_remove(ARRAY[CASE WHEN prices_until <= %(at)s THEN product_id END], NULL),
    edition || '/' || coalesce((
    SELECT string_agg(concat_ws('/', available, nullif(when_sold_out, 'deny'), promised_for), ','
        ORDER BY sku) FROM catalog_stocklevel AS level
    WHERE level.sku = ANY(listing.skus)), '')"""
_EDITION_OF_LISTS = """
SELECT ARRAY(SELECT product_id FROM catalog_listing WHERE prices_until <= %(at)s
        ORDER BY prices_until LIMIT %(most)s),
    (SELECT coalesce(max(number), 0)::text FROM catalog_edition)
"""
_STILL_DUE = """
SELECT product_id FROM catalog_listing WHERE product_id = ANY(%(ids)s) AND prices_until <= %(at)s
"""
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
class ShownEdition:
    """A text that differs whenever what is shown does; `due` are products of other prices now."""

    text: str
    due: list[UUID]


@dataclass(frozen=True, kw_only=True)
class Place:
    """The last row of a page: its id, and what it was ordered by."""

    key: str
    last: str


def page_called(handle: str) -> list[str]:
    """All there is to show of a product, as JSON; nothing if there is no such product."""
    return [row[0] for row in _rows(_ONE.format(what=_PAGE), {"handle": handle})]


def pages_with_skus(skus: Collection[str]) -> list[str]:
    """All there is to show of the products that are sold under these SKUs, each as JSON."""
    return [row[0] for row in _rows(_WITH_SKUS, {"skus": list(skus)})]


def edition_of(handle: str, *, at: datetime) -> ShownEdition | None:
    """Which edition of the product there is to show, its stock levels included."""
    rows = _rows(_ONE.format(what=_EDITION), {"handle": handle, "at": at})
    return ShownEdition(due=rows[0][0], text=rows[0][1]) if rows else None


def edition_of_lists(*, at: datetime, due_at_most: int) -> ShownEdition:
    """Which edition of all lists there is to show."""
    ((due, text),) = _rows(_EDITION_OF_LISTS, {"at": at, "most": due_at_most})
    return ShownEdition(due=due, text=text)


def still_due(product_ids: Collection[UUID], *, at: datetime) -> list[UUID]:
    """Those of these products that are listed at prices which are over."""
    return [row[0] for row in _rows(_STILL_DUE, {"ids": list(product_ids), "at": at})]


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


def _rows(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
