"""Guesses how what somebody is typing goes on: one statement, whose work has a limit."""

from collections.abc import Sequence

from django.db import connection

# A short beginning fits half the shop: only the first few hundred are looked at, then ranked.
_SUGGEST = """
WITH typed AS (
    SELECT place, catalog_plain(word) AS word
    FROM unnest(%(typed)s::text[]) WITH ORDINALITY AS given (word, place)
), wanted AS MATERIALIZED (
    SELECT string_agg(CASE WHEN place < %(count)s THEN plainto_tsquery('english', word)::text
            ELSE '(' || concat_ws(' | ', quote_literal(word) || ':*',
                nullif(plainto_tsquery('english', word)::text, '')) || ')'
        END, ' & ' ORDER BY place) FILTER (WHERE place = %(count)s
            OR numnode(plainto_tsquery('english', word)) > 0)::tsquery AS query,
        max(word) FILTER (WHERE place = %(count)s) AS beginning
    FROM typed
)
(SELECT 'category', shelf.title, shelf.handle FROM catalog_category AS shelf, wanted
    WHERE catalog_plain(shelf.title) LIKE wanted.beginning || '%%'
        AND EXISTS (SELECT FROM catalog_listing WHERE shelves @> ARRAY['category/' || shelf.handle])
    ORDER BY length(shelf.title), shelf.title LIMIT 2)
UNION ALL
(SELECT 'product', title, handle FROM (
        SELECT listing.title, listing.handle, listing.heading, listing.is_available
        FROM wanted, catalog_listing AS listing WHERE listing.words @@ wanted.query
        LIMIT 300) AS near, wanted
    ORDER BY ts_rank(heading, query, 1) DESC, is_available DESC, title, handle LIMIT %(at_most)s)
UNION ALL
(SELECT 'word', known.word, '' FROM wanted, catalog_searchword AS known
    WHERE known.word LIKE wanted.beginning || '%%' AND known.word <> wanted.beginning
    ORDER BY length(known.word), known.word LIMIT 3)
"""


def suggest(words: Sequence[str], *, at_most: int) -> list[tuple[str, str, str]]:
    """Kind, text and handle of each guess; of products `at_most`."""
    with connection.cursor() as cursor:
        cursor.execute(_SUGGEST, {"typed": list(words), "count": len(words), "at_most": at_most})
        return [(row[0], row[1], row[2]) for row in cursor.fetchall()]
