"""Where queues are not what their counters say, and who waits although units are free."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection


class Miscount(NamedTuple):
    """A counter of waiting units that is not the sum of what is waited for."""

    subject: str
    counted: int
    waiting: int


class Unfilled(NamedTuple):
    """Units that came for an order that holds fewer of them."""

    order_id: UUID
    sku: str
    filled: int
    held: int


class Unserved(NamedTuple):
    """A SKU with free units that somebody waits for, and when its units moved last."""

    sku: str
    free: int
    waiting: int
    moved_at: datetime


_MISCOUNTS = """
WITH waiting AS (
    SELECT sku, reservation_id, quantity - filled AS units FROM inventory_backorder
    WHERE state = 'waiting'
)
SELECT 'queue of ' || sku, backordered, coalesce(units, 0)::int
FROM inventory_terms
LEFT JOIN (SELECT sku, sum(units) AS units FROM waiting GROUP BY sku) AS queue USING (sku)
WHERE backordered <> coalesce(units, 0)
UNION ALL
SELECT 'queue of ' || sku, 0, sum(units)::int FROM waiting
WHERE NOT EXISTS (SELECT FROM inventory_terms AS terms WHERE terms.sku = waiting.sku) GROUP BY sku
UNION ALL
SELECT 'order ' || order_id, awaited, coalesce(units, 0)::int
FROM inventory_reservation
LEFT JOIN (SELECT reservation_id, sum(units) AS units FROM waiting GROUP BY reservation_id) AS mine
    ON reservation_id = order_id
WHERE awaited <> coalesce(units, 0)
ORDER BY 1
"""
_UNFILLED = """
SELECT reservation_id, backorder.sku, filled, coalesce((
    SELECT sum(quantity) FROM inventory_hold AS hold
    WHERE hold.reservation_id = backorder.reservation_id AND hold.sku = backorder.sku), 0)::int
FROM inventory_backorder AS backorder
WHERE filled > coalesce((
    SELECT sum(quantity) FROM inventory_hold AS hold
    WHERE hold.reservation_id = backorder.reservation_id AND hold.sku = backorder.sku), 0)
ORDER BY backorder.id
"""
_UNSERVED = """
SELECT terms.sku, free, backordered, coalesce((
    SELECT max(created_at) FROM inventory_movement AS moved WHERE moved.sku = terms.sku),
    to_timestamp(0))
FROM inventory_terms AS terms
CROSS JOIN LATERAL (
    SELECT sum(on_hand - reserved - damaged - quality_control - safety_stock)::int AS free
    FROM inventory_stock AS stock WHERE stock.sku = terms.sku
) AS here
WHERE backordered > 0 AND free > 0
ORDER BY terms.sku
"""


def miscounts() -> list[Miscount]:
    """Every counter of a queue or an order that is wrong."""
    return [Miscount(*row) for row in _rows(_MISCOUNTS)]


def unfilled() -> list[Unfilled]:
    """Every backorder that was filled by more units than are held."""
    return [Unfilled(*row) for row in _rows(_UNFILLED)]


def unserved() -> list[Unserved]:
    """Every SKU of which units are free while somebody waits."""
    return [Unserved(*row) for row in _rows(_UNSERVED)]


def _rows(statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())
