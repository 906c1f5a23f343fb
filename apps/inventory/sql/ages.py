"""Since when units have been in the house: what comes first, leaves first."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from apps.inventory.rules import Place

# From the newest arrival back, as many as are on hand: the last of these brought the oldest unit.
_OLDEST = """
SELECT place.sku, place.warehouse, coalesce((
    SELECT created_at FROM (
        SELECT id, created_at, sum(on_hand) OVER (ORDER BY id DESC) AS so_far
        FROM inventory_movement
        WHERE sku = place.sku AND warehouse = place.warehouse AND on_hand > 0) AS came
    WHERE so_far >= stock.on_hand ORDER BY id DESC LIMIT 1), now())
FROM unnest(%s::varchar[], %s::varchar[]) AS place (sku, warehouse)
JOIN inventory_stock stock
  ON stock.sku = place.sku AND stock.warehouse_id = place.warehouse
"""


def oldest_units(places: Sequence[Place]) -> dict[tuple[str, str], datetime]:
    """When the oldest unit on hand came, by SKU and warehouse, in UTC."""
    skus, warehouses = [it.sku for it in places], [it.warehouse for it in places]
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST, [skus, warehouses])
        return {(sku, warehouse): came for sku, warehouse, came in cursor.fetchall()}
