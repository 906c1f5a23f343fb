"""Finds listings: the statement for a search is put together from what was asked for, no more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from apps.catalog.sql.spelling import ASKED

MOST_VALUES = 40
"""Values of one facet; those that are chosen come on top."""

# Of a row that only misses what is chosen of one facet, that facet's values count all the same.
_MATCHED = """
matched AS MATERIALIZED (
    SELECT * FROM (
        SELECT product_id, created_at, price_from, price_to, title, marks, {rank} AS rank,
            {missed} AS missed, {missed_facet} AS missed_facet
        FROM catalog_listing {asked}
        WHERE {conditions}) AS near
    WHERE missed <= 1
)"""
_FACETS = """
counted AS (
    SELECT mark, count(*) AS products
    FROM (SELECT missed, missed_facet, unnest(marks) AS mark FROM matched) AS each
    WHERE {counts}
    GROUP BY mark
), ranked AS (
    SELECT mark, products,
        row_number() OVER (
            PARTITION BY split_part(mark, ':', 1) ORDER BY products DESC, mark) AS place
    FROM counted
)"""
# Whether anything has the words, be it something that misses what is chosen of facets.
_WORDED = """(EXISTS (SELECT FROM matched)
    OR EXISTS (SELECT FROM catalog_listing, asked WHERE {conditions}))"""
_ANSWER = """
SELECT (SELECT count(*) FROM matched WHERE missed = 0), {worded}, {correction},
    (SELECT json_agg(json_build_array(mark, products))::text
        FROM ranked WHERE place <= %(most_values)s OR mark = ANY(%(chosen)s::text[])),
    (SELECT json_agg(json_build_array(code, label) ORDER BY position, label)::text
        FROM catalog_attribute WHERE is_filter),
    (SELECT json_agg(json_build_object({card}) ORDER BY {order})::text
        FROM (SELECT product_id, rank FROM matched WHERE missed = 0
            ORDER BY {order} LIMIT %(limit)s OFFSET %(offset)s) AS page
        JOIN catalog_listing AS listing USING (product_id))
"""
CARD = """'product_id', product_id, 'handle', handle, 'title', title, 'currency', currency,
    'price_from', price_from::text, 'price_to', price_to::text, 'is_available', is_available,
    'skus', to_json(skus),
    'created_at', to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'prices_until', prices_until, 'card', card"""

ORDERS = {
    "relevance": "rank DESC, created_at DESC, product_id DESC",
    "newest": "created_at DESC, product_id DESC",
    "price": "price_from, product_id",
    "-price": "price_from DESC, product_id DESC",
    "name": "title, product_id",
}


@dataclass(kw_only=True)
class Asked:
    """What to look for. `chosen` are marks by the name of their facet."""

    words: Sequence[str] = ()
    shelves: Sequence[str] = ()
    chosen: Mapping[str, Sequence[str]] = field(default_factory=dict)
    price_from: str | None = None
    price_to: str | None = None
    only_available: bool = False
    order: str = "newest"
    limit: int = 24
    offset: int = 0


@dataclass(frozen=True, kw_only=True)
class Answered:
    """Number of all that was found; JSON texts of marks with counts, of labels, and of cards.

    `worded` tells whether anything has the words, if only without what is chosen of facets.
    """

    total: int
    worded: bool
    corrected: str | None
    facets: str | None
    labels: str | None
    cards: str | None


def search(asked: Asked, *, joined_by: str = "&") -> Answered:
    """One statement. Of words that are `joined_by` "&" all must be there, by "|" any."""
    values = values_of(asked) | {"joined_by": f" {joined_by} "}
    with connection.cursor() as cursor:
        cursor.execute(statement_of(asked), values)
        total, worded, corrected, facets, labels, cards = cursor.fetchone()
    return Answered(
        total=total,
        worded=worded,
        corrected=corrected,
        facets=facets,
        labels=labels,
        cards=cards,
    )


def statement_of(asked: Asked) -> str:
    wanted = " AND ".join(conditions(asked)) or "true"
    misses = [f"NOT marks && %(chosen_{n})s::text[]" for n in range(len(asked.chosen))]
    matched = _MATCHED.format(
        rank="ts_rank(heading, query, 1)" if asked.words else "0::real",
        missed=" + ".join(f"({miss})::int" for miss in misses) or "0",
        missed_facet=_first_missed(misses),
        asked=", asked" if asked.words else "",
        conditions=wanted,
    )
    facets = _FACETS.format(
        counts="missed = 0 OR starts_with(mark, missed_facet)" if misses else "true"
    )
    parts = [ASKED, matched, facets] if asked.words else [matched, facets]
    answer = _ANSWER.format(
        worded=_WORDED.format(conditions=wanted) if asked.words else "true",
        correction="(SELECT corrected FROM asked)" if asked.words else "NULL",
        card=CARD,
        order=ORDERS[asked.order],
    )
    return f"WITH {', '.join(parts)} {answer}"


def conditions(asked: Asked) -> list[str]:
    """What every listing found has to fulfil, apart from what is chosen of facets."""
    wanted = {
        "words @@ query": bool(asked.words),
        "shelves @> %(shelves)s::text[]": bool(asked.shelves),
        "price_to >= %(price_from)s::numeric": asked.price_from is not None,
        "price_from <= %(price_to)s::numeric": asked.price_to is not None,
        "is_available": asked.only_available,
    }
    return [condition for condition, is_wanted in wanted.items() if is_wanted]


def _first_missed(misses: Sequence[str]) -> str:
    cases = [f"WHEN {miss} THEN %(facet_{n})s" for n, miss in enumerate(misses)]
    return f"CASE {' '.join(cases)} END" if cases else "NULL::text"


def values_of(asked: Asked) -> dict[str, Any]:
    values: dict[str, Any] = {
        "typed": list(asked.words),
        "shelves": list(asked.shelves),
        "price_from": asked.price_from,
        "price_to": asked.price_to,
        "limit": asked.limit,
        "offset": asked.offset,
        "most_values": MOST_VALUES,
        "chosen": [mark for marks in asked.chosen.values() for mark in marks],
    }
    for n, (name, marks) in enumerate(asked.chosen.items()):
        values |= {f"chosen_{n}": list(marks), f"facet_{n}": f"{name}:"}
    return values
