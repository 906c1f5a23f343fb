"""Listings by the thousand, written straight into their table, and a naive shop to compare with."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

MANY = 100_000

_WRITE = """
WITH said AS (
    SELECT n,
        (ARRAY['linen', 'cotton', 'wool', 'silk', 'oak', 'steel', 'glass'])[1 + n %% 7] AS stuff,
        (ARRAY['shirt', 'lamp', 'chair', 'mug', 'plate', 'tent', 'rope', 'scarf'])[1 + n / 7 %% 8]
            AS thing
    FROM generate_series(1, %(count)s) AS n
), worded AS (
    SELECT *, to_tsvector('english', concat_ws(' ', stuff, thing, 'word' || n %% 3000)) AS words
    FROM said
)
INSERT INTO catalog_listing (product_id, handle, title, currency, price_from, price_to,
    is_available, created_at, shelves, marks, skus, words, heading, card, page, edition)
SELECT gen_random_uuid(), 'thing-' || n, concat_ws(' ', stuff, thing, n), 'EUR', n, n, true, now(),
    ARRAY['category/hall', 'category/shelf-' || n %% 200],
    ARRAY['material:' || stuff, 'type:' || thing, 'size:' || n %% 5], ARRAY['SKU-' || n], words,
    words, '{"brand": "", "path": [], "former_price": null, "picture": null}', '{}', 1
FROM worded
"""
_LEARN = """
INSERT INTO catalog_searchword (word, stem)
SELECT word, (tsvector_to_array(to_tsvector('english', word)))[1]
FROM unnest(ARRAY['linen', 'cotton', 'wool', 'silk', 'oak', 'steel', 'glass', 'shirt', 'lamp',
    'chair', 'mug', 'plate', 'tent', 'rope', 'scarf']) AS word
UNION SELECT 'filler' || chr(97 + n %% 26) || chr(97 + n / 26 %% 26) || chr(97 + n / 676), 'f' || n
FROM generate_series(1, 5000) AS n
"""


def list_many(count: int = MANY) -> None:
    """So many listings in 200 categories, and a dictionary of 5,000 words."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, {"count": count})
        cursor.execute(_LEARN, {})
        cursor.execute("ANALYZE catalog_listing")
        cursor.execute("ANALYZE catalog_searchword")


@dataclass(frozen=True)
class Thing:
    """A product as a child would describe it: what is said of it, by facet."""

    marks: Mapping[str, frozenset[str]]

    def has(self, chosen: Mapping[str, frozenset[str]]) -> bool:
        return all(self.marks.get(facet, frozenset()) & values for facet, values in chosen.items())


def counted(things: list[Thing], chosen: Mapping[str, frozenset[str]]) -> dict[str, Counter[str]]:
    """How many things have each value, with all that is chosen of the other facets."""
    facets = {facet for thing in things for facet in thing.marks}
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in facets}
    for facet in facets:
        others = {name: values for name, values in chosen.items() if name != facet}
        for thing in things:
            if thing.has(others):
                counts[facet].update(thing.marks.get(facet, ()))
    return counts
