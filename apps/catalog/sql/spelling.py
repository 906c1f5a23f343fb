"""Turns typed words into a query of known words: a part of the statements that search."""

# A word is known if something for sale is called so, or if any listing has it at all. An unknown
# one means those known words that are the fewest steps away, out of the most alike by trigrams,
# and those in which two neighbouring letters changed places.
ASKED = """
typed AS (
    SELECT place, left(catalog_plain(word), 60) AS word
    FROM unnest(%(typed)s::text[]) WITH ORDINALITY AS given (word, place)
), stemmed AS MATERIALIZED (
    SELECT place, word, plainto_tsquery('english', word) AS query,
        (tsvector_to_array(to_tsvector('english', word)))[1] AS stem
    FROM typed
), spelled AS MATERIALIZED (
    SELECT place, word, query, CASE
        WHEN length(word) < 4 OR word ~ '[0-9]' THEN '{}'
        WHEN EXISTS (SELECT FROM catalog_searchword AS known WHERE known.stem = stemmed.stem)
            THEN '{}'
        WHEN EXISTS (SELECT FROM catalog_listing WHERE words @@ stemmed.query) THEN '{}'
        ELSE ARRAY(
            SELECT nearest.word FROM (
                SELECT near.word, min(near.steps) AS steps, rank() OVER (ORDER BY min(near.steps))
                FROM (
                    SELECT alike.word, levenshtein(alike.word, stemmed.word) AS steps FROM (
                        SELECT known.word FROM catalog_searchword AS known
                        ORDER BY known.word <-> stemmed.word LIMIT 40) AS alike
                    UNION ALL
                    SELECT known.word, 1
                    FROM generate_series(1, length(stemmed.word) - 1) AS swapped (place)
                    JOIN catalog_searchword AS known ON known.stem = ANY (tsvector_to_array(
                        to_tsvector('english', left(stemmed.word, swapped.place - 1)
                            || substr(stemmed.word, swapped.place + 1, 1)
                            || substr(stemmed.word, swapped.place, 1)
                            || substr(stemmed.word, swapped.place + 2)))))
                    AS near
                GROUP BY near.word) AS nearest
            WHERE nearest.rank = 1
                AND nearest.steps <= CASE WHEN length(stemmed.word) < 5 THEN 1
                    WHEN length(stemmed.word) < 9 THEN 2 ELSE 3 END
            ORDER BY nearest.word <-> stemmed.word, nearest.word LIMIT 3)
        END AS better
    FROM stemmed WHERE numnode(query) > 0
), asked AS MATERIALIZED (
    SELECT string_agg('(' || CASE WHEN better = '{}' THEN query::text ELSE (
                SELECT string_agg(plainto_tsquery('english', word)::text, ' | ')
                FROM unnest(better) AS word) END || ')', %(joined_by)s ORDER BY place)::tsquery
            AS query,
        CASE WHEN bool_or(better <> '{}')
            THEN string_agg(coalesce(better[1], word), ' ' ORDER BY place) END AS corrected
    FROM spelled
)"""
