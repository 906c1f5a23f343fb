"""Writes listings: one statement for any number of products, out of the catalogue's own tables."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from apps.catalog.sql.prices import PRICED, PRICES_UNTIL
from shop.kernel import clock

_ONE_WRITER = 4_115_001_001
"""The advisory lock of whoever writes listings; any number would do."""


@dataclass(frozen=True, kw_only=True)
class TouchedListing:
    """A listing that changed or went away."""

    product_id: UUID
    handle: str


# Never the same again, not even in a database that was made anew: what was kept by it elsewhere
# must not come true.
_NEXT_EDITION = """(SELECT greatest(
    coalesce(max(number), 0) + 1, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)
    FROM catalog_edition)"""
_RAISE_EDITION = f"""
INSERT INTO catalog_edition (id, number) SELECT 1, {_NEXT_EDITION}
ON CONFLICT (id) DO UPDATE SET number = EXCLUDED.number
"""
# Everything is read in one snapshot, which is taken after the lock of the one writer: so of two
# writers the later one has read later. A row that would stay as it is is not written.
_RELIST = f"""
WITH product AS (
    SELECT each.*, tree.shelves, tree.path, tree.titles
    FROM catalog_product AS each, LATERAL (
        SELECT
            coalesce(array_agg('category/' || shelf.handle ORDER BY way.place), '{{}}') AS shelves,
            coalesce(jsonb_agg(jsonb_build_array(shelf.handle, shelf.title) ORDER BY way.place),
                '[]') AS path,
            coalesce(string_agg(shelf.title, ' ' ORDER BY way.place), '') AS titles
        FROM catalog_category AS own, unnest(own.lineage) WITH ORDINALITY AS way (id, place)
        JOIN catalog_category AS shelf ON shelf.id = way.id
        WHERE own.id = each.category_id) AS tree
    WHERE each.id = ANY(%(ids)s) AND each.state = 'published'
), offered AS (
    SELECT product.id, choice.*, turning.*, picture.*, collected.*, said.*
    FROM product, LATERAL (
        SELECT min(price) AS price_from, max(price) AS price_to, min(currency) AS currency,
            array_agg(stock_code ORDER BY position, stock_code) AS skus,
            (array_agg(former_price ORDER BY price, position))[1] AS former_price,
            (array_agg(lowest_price ORDER BY price, position))[1] AS lowest_price,
            string_agg(array_to_string(option_values, ' ') || ' ' || sku || ' ' || barcode, ' ')
                AS variant_words,
            jsonb_agg(jsonb_build_array(stock_code, option_values, price::text,
                former_price::text, weight_grams, lowest_price::text)
                ORDER BY position, stock_code) AS choices
        FROM ({PRICED}) AS variant) AS choice, LATERAL (
        {PRICES_UNTIL}) AS turning (prices_until), LATERAL (
        SELECT coalesce(jsonb_agg(jsonb_build_object('address', address, 'original', original,
                'alt', alt, 'width', coalesce(width, 0), 'height', coalesce(height, 0),
                'blur', blur, 'sizes', sizes) ORDER BY position, address, id), '[]') AS pictures
        FROM catalog_productimage
        WHERE product_id = product.id AND (state = 'ready' OR address <> '')) AS picture, LATERAL (
        SELECT coalesce(array_agg('collection/' || collection.handle ORDER BY collection.handle),
                '{{}}') AS collection_shelves,
            coalesce(jsonb_agg(jsonb_build_array(collection.handle, collection.title)
                ORDER BY collection.position, collection.title), '[]') AS collections
        FROM catalog_collectionentry AS entry
        JOIN catalog_collection AS collection ON collection.id = entry.collection_id
        WHERE entry.product_id = product.id) AS collected, LATERAL (
        SELECT coalesce(jsonb_agg(jsonb_build_array(code, label, shown) ORDER BY position, label,
                code, place, shown), '[]') AS attributes,
            coalesce(string_agg(shown, ' '), '') AS attribute_words,
            coalesce(array_agg(DISTINCT code || ':' || left(shown, 80)) FILTER (WHERE is_filter),
                '{{}}') AS attribute_marks
        FROM (
            SELECT attribute.code, attribute.label, attribute.position, attribute.is_filter,
                coalesce(answer.position, 0) AS place,
                CASE value.kind WHEN 'choice' THEN answer.label WHEN 'text' THEN value.text
                    WHEN 'flag' THEN CASE WHEN value.flag THEN 'yes' ELSE 'no' END
                    ELSE rtrim(trim_scale(value.number) || ' ' || value.unit) END AS shown
            FROM catalog_attributevalue AS value
            JOIN catalog_attribute AS attribute ON attribute.id = value.attribute_id
            LEFT JOIN catalog_attributechoice AS answer ON answer.id = value.choice_id
            WHERE value.product_id = product.id) AS facts) AS said
    WHERE choice.skus IS NOT NULL
), worded AS (
    SELECT offered.*, product.handle, product.title, product.brand, product.product_type,
        product.created_at, product.path,
        product.shelves || offered.collection_shelves AS all_shelves,
        array_remove(array_cat(ARRAY[
            CASE WHEN product.brand <> '' THEN 'brand:' || left(product.brand, 80) END,
            CASE WHEN product.product_type <> '' THEN 'type:' || left(product.product_type, 80) END
        ], attribute_marks || ARRAY(
            SELECT DISTINCT option.code || ':' || left(option.value, 80)
            FROM catalog_variant AS variant, unnest(product.option_names, variant.option_values)
                AS given (name, value), LATERAL (
                SELECT replace(catalog_plain(given.name), ' ', '-') AS code, given.value) AS option
            WHERE variant.product_id = product.id AND option.code <> '' AND option.value <> ''
        )), NULL) AS marks,
        setweight(to_tsvector('english', catalog_plain(product.title)), 'A')
        || setweight(to_tsvector('english', catalog_plain(
            concat_ws(' ', product.brand, product.product_type, product.titles))), 'B')
        || setweight(to_tsvector('english', catalog_plain(
            concat_ws(' ', variant_words, array_to_string(product.tags, ' '), attribute_words))),
            'C') AS heading,
        setweight(to_tsvector('english', catalog_plain(
            regexp_replace(left(product.description, 20000), '<[^>]*>', ' ', 'g'))), 'D')
            AS small_print,
        concat_ws(' ', product.title, product.brand, product.product_type, product.titles)
            AS spoken,
        jsonb_build_object('description', product.description, 'tags', to_jsonb(product.tags),
            'options', to_jsonb(product.option_names), 'pictures', pictures, 'choices', choices,
            'attributes', attributes, 'collections', collections, 'type', product.product_type)
            || coalesce((SELECT jsonb_build_object('occasion', to_jsonb(occasion) - 'product_id')
                FROM catalog_occasion AS occasion WHERE occasion.product_id = product.id), '{{}}')
            AS page,
        EXISTS (SELECT FROM catalog_stocklevel AS level
            WHERE level.sku = ANY(offered.skus)
                AND (level.available > 0 OR level.when_sold_out <> 'deny')) AS is_available
    FROM offered JOIN product ON product.id = offered.id
), edition AS (
    SELECT {_NEXT_EDITION} AS number
), gone AS (
    DELETE FROM catalog_listing
    WHERE product_id = ANY(%(ids)s) AND product_id NOT IN (SELECT id FROM worded)
    RETURNING product_id, handle
), written AS (
    INSERT INTO catalog_listing AS listing (product_id, handle, title, currency, price_from,
        price_to, is_available, created_at, shelves, marks, skus, words, heading, card, page,
        edition, prices_until)
    SELECT id, handle, title, currency, price_from, price_to, is_available, created_at,
        all_shelves, marks, skus, heading || small_print, heading,
        jsonb_build_object('brand', brand, 'path', path, 'former_price', former_price::text,
            'lowest_price', lowest_price::text, 'picture', pictures -> 0), page, edition.number,
        prices_until
    FROM worded, edition
    ON CONFLICT (product_id) DO UPDATE SET handle = EXCLUDED.handle, title = EXCLUDED.title,
        currency = EXCLUDED.currency, price_from = EXCLUDED.price_from,
        price_to = EXCLUDED.price_to, is_available = EXCLUDED.is_available,
        created_at = EXCLUDED.created_at, shelves = EXCLUDED.shelves, marks = EXCLUDED.marks,
        skus = EXCLUDED.skus, words = EXCLUDED.words, heading = EXCLUDED.heading,
        card = EXCLUDED.card, page = EXCLUDED.page, edition = EXCLUDED.edition,
        prices_until = EXCLUDED.prices_until
    WHERE (listing.handle, listing.title, listing.currency, listing.price_from, listing.price_to,
        listing.is_available, listing.created_at, listing.shelves, listing.marks, listing.skus,
        listing.words, listing.heading, listing.card, listing.page, listing.prices_until)
        IS DISTINCT FROM (EXCLUDED.handle, EXCLUDED.title, EXCLUDED.currency, EXCLUDED.price_from,
        EXCLUDED.price_to, EXCLUDED.is_available, EXCLUDED.created_at, EXCLUDED.shelves,
        EXCLUDED.marks, EXCLUDED.skus, EXCLUDED.words, EXCLUDED.heading, EXCLUDED.card,
        EXCLUDED.page, EXCLUDED.prices_until)
    RETURNING product_id, handle
), learned AS (
    INSERT INTO catalog_searchword (word, stem)
    SELECT DISTINCT ON (said.word) said.word, stem.lexeme
    FROM worded,
        LATERAL string_to_table(catalog_plain(worded.spoken), ' ') AS said (word),
        LATERAL unnest(to_tsvector('english', said.word)) AS stem
    WHERE length(said.word) BETWEEN 3 AND 40 AND said.word !~ '[0-9]'
        AND NOT EXISTS (SELECT FROM catalog_searchword AS known WHERE known.word = said.word)
    ON CONFLICT (word) DO NOTHING
), touched AS (
    SELECT product_id, handle FROM gone UNION SELECT product_id, handle FROM written
), counted AS (
    INSERT INTO catalog_edition (id, number) SELECT 1, number FROM edition
    WHERE EXISTS (SELECT FROM touched)
    ON CONFLICT (id) DO UPDATE SET number = EXCLUDED.number
)
SELECT product_id, handle FROM touched
"""  # noqa: S608 - constant text only


def become_the_writer() -> None:
    """Waits until no other transaction writes listings, and lets none do so until this one ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_WRITER])


def raise_edition() -> None:
    """Says that lists show something else, whatever it is. Only for the one writer."""
    with connection.cursor() as cursor:
        cursor.execute(_RAISE_EDITION)


def relist(product_ids: Collection[UUID]) -> list[TouchedListing]:
    """Brings the listings of these products up to date; those that are not for sale go away.

    Only for the one writer.
    """
    with connection.cursor() as cursor:
        cursor.execute(_RELIST, {"ids": list(product_ids), "now": clock.now()})
        return [TouchedListing(product_id=row[0], handle=row[1]) for row in cursor.fetchall()]
