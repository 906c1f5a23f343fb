"""The statements of the hottest path, tuned by hand: hold what an order wants.

Lock the rows, judge in Python, then update and insert: each is short and prepared once per number
of lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection

from apps.inventory.rules import Place
from shop.events.inventory import HeldStock


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHold:
    """Everything that is written down when units are held for an order."""

    order_id: UUID
    expires_at: datetime
    length: timedelta
    extendable_until: datetime
    items: Sequence[HeldStock]
    ticketed: Sequence[str]
    reason: str
    awaited: int
    event_id: UUID | None
    actor: str


def lock_places(skus: Sequence[str]) -> list[Place]:
    """The places of the SKUs that have units, by (sku, warehouse), locked in this order.

    Who comes for what is sold out waits for nobody and keeps nobody waiting: whatever they read,
    nothing was there. Locks last until the commit.
    """
    with connection.cursor() as cursor:
        cursor.execute(_lock(len(skus)), skus)
        return [Place(*row) for row in cursor.fetchall()]


def lock_free_places(skus: Sequence[str]) -> list[Place]:
    """As `lock_places`, without the places that somebody else has locked.

    For whoever holds locks further down already: to wait for these could be to wait for ever.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"{_lock(len(skus))} SKIP LOCKED", skus)
        return [Place(*row) for row in cursor.fetchall()]


def write_hold(hold: NewHold) -> None:
    """Reserves the units in places that are locked, and writes reservation, holds and ledger."""
    lines = [value for item in hold.items for value in (item.sku, item.warehouse, item.quantity)]
    count = len(hold.items)
    reservation: list[Any] = [
        *(hold.order_id, hold.expires_at, hold.length, hold.extendable_until),
        *(hold.reason, hold.awaited),
    ]
    with connection.cursor() as cursor:
        if not lines:
            cursor.execute(_RESERVE_NOTHING, reservation)
            return
        cursor.execute(_reserve(count), lines)
        cursor.execute(
            _insert(count),
            [
                *(*reservation, hold.order_id, list(hold.ticketed), *lines),
                *(hold.event_id, hold.actor),
            ],
        )


def lapsed_holders(skus: Sequence[str], *, at: datetime, at_most: int) -> list[UUID]:
    """Orders that hold units of these SKUs although their time was over at `at`, oldest first.

    Those that wait for others are left to the sweeper: they stand in queues, which are locked.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LAPSED_HOLDERS, [at, list(skus), at_most])
        return [order_id for (order_id,) in cursor.fetchall()]


def write_rejection(order_id: UUID) -> None:
    """A reservation of nothing: the order asked, and could not have it all."""
    with connection.cursor() as cursor:
        cursor.execute(_REJECT, [order_id])


_LAPSED_HOLDERS = """
    SELECT order_id FROM inventory_reservation
    WHERE state = 'held' AND expires_at <= %s AND awaited = 0 AND EXISTS (
        SELECT FROM inventory_hold WHERE reservation_id = order_id AND sku = ANY(%s)
    )
    ORDER BY expires_at LIMIT %s
"""
_FREE = "on_hand - reserved - damaged - quality_control - safety_stock"
_RESERVE_NOTHING = """
    INSERT INTO inventory_reservation
        (order_id, state, expires_at, length, extendable_until, allocation, awaited)
    VALUES (%s, 'held', %s, %s, %s, %s, %s)
"""
_REJECT = "INSERT INTO inventory_reservation (order_id, state) VALUES (%s, 'rejected')"


@cache
def _lock(count: int) -> str:
    return f"""
        SELECT inventory_stock.sku, warehouse_id, {_FREE}, hold_minutes,
            coalesce(when_sold_out <> 'deny' OR backordered > 0, false), ticketed
        FROM inventory_stock LEFT JOIN inventory_terms AS terms ON terms.sku = inventory_stock.sku
        WHERE inventory_stock.sku IN ({", ".join(["%s"] * count)}) AND {_FREE} > 0
        ORDER BY inventory_stock.sku, warehouse_id FOR UPDATE OF inventory_stock
    """  # noqa: S608 - placeholders only


@cache
def _reserve(count: int) -> str:
    return f"""
        UPDATE inventory_stock AS stock SET reserved = stock.reserved + line.quantity
        FROM (VALUES {_lines(count)}) AS line (sku, warehouse, quantity)
        WHERE stock.sku = line.sku AND stock.warehouse_id = line.warehouse
    """  # noqa: S608 - placeholders only


@cache
def _insert(count: int) -> str:
    return f"""
        WITH reservation AS ({_RESERVE_NOTHING}
        ), hold AS (
            INSERT INTO inventory_hold (reservation_id, ticketed, sku, warehouse, quantity)
            SELECT %s, line.sku = ANY(%s), line.*
            FROM (VALUES {_lines(count)}) AS line (sku, warehouse, quantity)
            RETURNING reservation_id, sku, warehouse, quantity
        )
        INSERT INTO inventory_movement
            (sku, warehouse, cause, on_hand, reserved, order_id, event_id, actor)
        SELECT sku, warehouse, 'held', 0, quantity, reservation_id, %s, %s FROM hold
    """  # noqa: S608 - placeholders only


def _lines(count: int) -> str:
    return ", ".join(["(%s::varchar, %s::varchar, %s::integer)"] * count)
