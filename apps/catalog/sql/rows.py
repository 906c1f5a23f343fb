"""Many new rows in one short statement: the ORM spends longer writing its long one than we read."""

from collections.abc import Sequence

import msgspec
from django.db import connection

from apps.catalog.models import ProductImage, Variant

_encoder = msgspec.json.Encoder()

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
    id, product_id, address, alt, position, due_at,
    original, state, claims, sizes, blur, failure
)
SELECT fresh.*, '', 'waiting', 0, '[]', '', '' FROM json_to_recordset(%s::json) AS fresh (
    id uuid, product_id uuid, address text, alt text, position integer, due_at timestamptz
)
"""


def insert_variants(variants: Sequence[Variant]) -> None:
    """Writes new variants. They do not learn when they were made."""
    _insert(
        _VARIANTS,
        [
            {
                "id": variant.id,
                "product_id": variant.product_id,
                "stock_code": variant.stock_code,
                "sku": variant.sku,
                "option_values": variant.option_values,
                "price": variant.price,
                "compare_at_price": variant.compare_at_price,
                "currency": variant.currency,
                "weight_grams": variant.weight_grams,
                "barcode": variant.barcode,
                "position": variant.position,
            }
            for variant in variants
        ],
    )


def insert_images(images: Sequence[ProductImage]) -> None:
    """Writes new images that lie elsewhere and wait to be prepared."""
    _insert(
        _IMAGES,
        [
            {
                "id": image.id,
                "product_id": image.product_id,
                "address": image.address,
                "alt": image.alt,
                "position": image.position,
                "due_at": image.due_at,
            }
            for image in images
        ],
    )


def _insert(statement: str, rows: list[dict[str, object]]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(statement, [_encoder.encode(rows).decode()])
