"""Shelves full of goods, written straight into the tables: set-up, not measured.

Everything follows from a product's number, so every run finds the same things.
"""

from collections.abc import Collection

from django.core.management import call_command
from django.db import connection, transaction

from apps.catalog.queries import StockedUnits
from apps.catalog.services.listings import rebuild_listings
from bench.vocabulary import COLOURS, MANNERS, MATERIALS, THINGS

ROOTS, BRANCHES, LEAVES = 8, 40, 200
_CATEGORIES = """
INSERT INTO catalog_category (id, handle, title, parent_id, position, lineage, full_title, blurb,
    picture)
SELECT new.id, '{kind}-' || new.n, '{title} ' || new.n, parent.id, 0,
    coalesce(parent.lineage, '{{}}') || new.id,
    coalesce(parent.full_title || ' > ', '') || '{title} ' || new.n, 'Good things.', ''
FROM (SELECT n, gen_random_uuid() AS id FROM generate_series(0, {count} - 1) AS n) AS new
LEFT JOIN catalog_category AS parent
    ON parent.handle = '{above}-' || new.n * {above_count} / {count}
"""
_ATTRIBUTE = """
WITH attribute AS (
    INSERT INTO catalog_attribute (id, code, label, kind, dimension, unit, is_filter, position)
    VALUES (gen_random_uuid(), %(code)s::text, initcap(%(code)s::text), 'choice', '', '', true, 0)
    RETURNING id)
INSERT INTO catalog_attributechoice (id, attribute_id, value, label, position)
SELECT gen_random_uuid(), attribute.id, word, initcap(word), place
FROM attribute, unnest(%(words)s::text[]) WITH ORDINALITY AS each (word, place)
"""
_PRODUCTS = """
WITH each AS (
    SELECT n, %(manners)s::text[] AS manners, %(colours)s::text[] AS colours,
        %(materials)s::text[] AS materials, %(things)s::text[] AS things
    FROM generate_series(0, %(count)s - 1) AS n
), said AS (
    SELECT n, manners[1 + (n * 11 + n / 20) %% 20] AS manner, colours[1 + (n * 5 + n / 12) %% 12]
        AS colour, materials[1 + (n * 7 + n / 16) %% 16] AS material, things[1 + n %% 30] AS thing
    FROM each
), product AS (
    INSERT INTO catalog_product (id, handle, title, description, brand, product_type, tags,
        category_id, tax_class, option_names, picture, state, created_at)
    SELECT gen_random_uuid(), 'thing-' || n,
        initcap(concat_ws(' ', manner, colour, material, thing)) || ' ' || n,
        '<p>' || repeat(concat_ws(' ', 'A', manner, thing, 'of', material, 'from workshops that',
            'know', colour, 'things and take their time. '), 6) || '</p>',
        'Brand ' || (n %% 211) * (n %% 211) %% 211, thing, ARRAY[manner], category.id, 'standard',
        '{Size}', '', 'published', now() - n * interval '1 second'
    FROM said JOIN catalog_category AS category ON category.handle = 'leaf-' || n %% 200
    RETURNING id, handle, substr(handle, 7)::int AS n
), variant AS (
    INSERT INTO catalog_variant (id, product_id, stock_code, sku, option_values, price, currency,
        weight_grams, barcode, position)
    SELECT gen_random_uuid(), id, 'THING-' || n, 'THING-' || n, ARRAY['S' || n %% 8],
        5 + (n * 37) %% 50000 / 100.0, 'EUR', 250, '', 1 FROM product
)
INSERT INTO catalog_attributevalue (product_id, attribute_id, kind, text, unit, choice_id)
SELECT product.id, choice.attribute_id, 'choice', '', '', choice.id
FROM product JOIN said USING (n)
JOIN catalog_attributechoice AS choice ON choice.value IN (said.colour, said.material)
"""


def fill_shelves(products: int) -> None:
    """So many products of one SKU each, in 248 categories on three levels, all listed.

    Of every seventh there is nothing left. What other benches left behind is gone.
    """
    call_command("flush", interactive=False, verbosity=0)
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in _tree():
            cursor.execute(statement)
        for code, words in (("colour", COLOURS), ("material", MATERIALS)):
            cursor.execute(_ATTRIBUTE, {"code": code, "words": words})
        cursor.execute(_PRODUCTS, {"count": products, **_words()})
    _analyze()
    _list_all()
    _analyze()


def _tree() -> list[str]:
    return [
        _CATEGORIES.format(
            kind=kind, title=title, count=count, above=above, above_count=above_count
        )
        for kind, title, count, above, above_count in (
            ("root", "Hall", ROOTS, "none", 1),
            ("branch", "Room", BRANCHES, "root", ROOTS),
            ("leaf", "Shelf", LEAVES, "branch", BRANCHES),
        )
    ]


def _words() -> dict[str, list[str]]:
    return {"manners": MANNERS, "colours": COLOURS, "materials": MATERIALS, "things": THINGS}


def _list_all() -> None:
    last = rebuild_listings(after=None, levels_of=_levels).last
    while last is not None:
        last = rebuild_listings(after=last, levels_of=_levels).last


def _levels(skus: Collection[str]) -> dict[str, StockedUnits]:
    return {sku: StockedUnits(available=int(sku.removeprefix("THING-")) % 7) for sku in skus}


def _analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # which the server of a shop has done long ago
