"""Many new rows in one short statement: the ORM spends longer writing its long one than we read."""

from collections.abc import Mapping, Sequence

import msgspec
from django.db import connection

Row = Mapping[str, object]

VARIANT_COLUMNS = (
    *("id", "product_id", "stock_code", "sku", "option_values", "price", "compare_at_price"),
    *("currency", "weight_grams", "barcode", "position"),
)
IMAGE_COLUMNS = ("id", "product_id", "address", "alt", "position", "due_at", "story")

_VARIANTS = """
INSERT INTO catalog_variant (
    id, product_id, stock_code, sku, option_values, price, compare_at_price, currency,
    weight_grams, barcode, position
)
SELECT * FROM json_to_recordset(%s::json) AS fresh (
    id uuid, product_id uuid, stock_code text, sku text, option_values varchar[], price numeric,
    compare_at_price numeric, currency text, weight_grams integer, barcode text, position integer
)
"""
_IMAGES = """
INSERT INTO catalog_productimage (
    id, product_id, address, alt, position, due_at, story,
    original, state, claims, sizes, blur, failure
)
SELECT fresh.*, '', 'waiting', 0, '[]', '', '' FROM json_to_recordset(%s::json) AS fresh (
    id uuid, product_id uuid, address text, alt text, position integer, due_at timestamptz,
    story jsonb
)
"""

_encoder = msgspec.json.Encoder()


def insert_variants(rows: Sequence[Row]) -> None:
    """Writes new variants; each row has the `VARIANT_COLUMNS`."""
    _insert(_VARIANTS, rows)


def insert_images(rows: Sequence[Row]) -> None:
    """Writes new images that lie elsewhere and wait; each row has the `IMAGE_COLUMNS`."""
    _insert(_IMAGES, rows)


def _insert(statement: str, rows: Sequence[Row]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(statement, [_encoder.encode(rows).decode()])
