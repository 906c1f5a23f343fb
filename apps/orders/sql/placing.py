"""The statements of placing an order, the hottest path of the shop."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from uuid import UUID

from django.db import connection

from apps.orders.sql.values import Value, places
from shop.events.orders import Shortage

ORDER_COLUMNS = (
    *("id", "number", "customer_id", "state", "currency", "total", "tax_total", "captured"),
    *("refunded", "email", "name", "line1", "line2", "city", "postal_code", "country"),
    *("payment_token", "tracking_number", "cancel_reason", "placed_at", "moved_at"),
    *("shipping_method", "shipping_total", "shipping_tax", "shipping_rate_id"),
    *("shipping_tax_rate_id", "tax_included", "tax_rounding", "discount_total"),
    *("shipping_discount", "voucher_code"),
)
LINE_COLUMNS = (
    *("order_id", "id", "position", "sku", "title", "quantity", "unit_price", "gross"),
    *("discount", "offer_id", "tax_rate", "tax_amount", "tax_rate_id"),
    *("shipped", "cancelled", "returned", "ticketed", "seats"),
)
DISCOUNT_COLUMNS = ("order_id", "line_id", "promotion_id", "voucher_id", "amount")
_INSERT = """
WITH placed AS (INSERT INTO orders_order ({order_columns}) VALUES ({order_places})){discounted}
INSERT INTO orders_orderline ({line_columns}) VALUES {lines_places}
"""
_DISCOUNTED = """,
discounted AS (INSERT INTO orders_orderdiscount ({columns}) VALUES {places})"""
# The token is handed on with the event and not kept.
_AWAIT_PAYMENT = """
UPDATE orders_order SET state = 'pending_payment', pay_by = %s, payment_token = ''
FROM (SELECT id, payment_token FROM orders_order WHERE id = %s AND state = 'placed') placed
WHERE orders_order.id = placed.id
RETURNING number, customer_id, total, currency, placed.payment_token
"""
# Its lines remember how much could have been had.
_REJECT = """
WITH rejected AS (
    UPDATE orders_order SET state = 'rejected', payment_token = '', moved_at = %s
    WHERE id = %s AND state = 'placed'
    RETURNING id, number, customer_id
), short AS (
    UPDATE orders_orderline line SET available = shortage.available,
        gone_seats = ARRAY(SELECT unnest(line.seats) INTERSECT
            SELECT unnest(string_to_array(shortage.gone, ',')))
    FROM rejected, unnest(%s::text[], %s::integer[], %s::text[]) AS shortage (sku, available, gone)
    WHERE order_id = rejected.id AND line.sku = shortage.sku
)
SELECT number, customer_id FROM rejected
"""
_AVAILABLE = "SELECT id, available, gone_seats FROM orders_orderline WHERE order_id = %s"
_STATE = """
SELECT state, pay_by, EXISTS (
    SELECT FROM orders_orderline WHERE order_id = orders_order.id AND awaited > 0)
FROM orders_order WHERE id = %s
"""
_AWAITED = "SELECT id, awaited, promised_for FROM orders_orderline WHERE order_id = %s"


def insert_order(
    order: Sequence[Value],
    lines: Sequence[Sequence[Value]],
    discounts: Sequence[Sequence[Value]] = (),
) -> None:
    """An order, its lines and its discounts, their values in the order of the columns above."""
    rows = (*discounts, *lines)
    values = [*order, *(value for row in rows for value in row)]
    with connection.cursor() as cursor:
        cursor.execute(_insert(len(lines), len(discounts)), values)


PendingRow = tuple[str, UUID, Decimal, str, str]


def await_payment(order_id: UUID, pay_by: datetime) -> PendingRow:
    """Moves a placed order on; returns number, customer, total, currency and payment token.

    Raises LookupError if there is no such order in state placed.
    """
    with connection.cursor() as cursor:
        cursor.execute(_AWAIT_PAYMENT, [pay_by, order_id])
        row: PendingRow | None = cursor.fetchone()
    if row is None:
        raise LookupError(f"There is no placed order {order_id}.")
    return row


def reject(order_id: UUID, *, at: datetime, shortages: Sequence[Shortage]) -> tuple[str, UUID]:
    """Ends a placed order that wanted more than there was; returns number and customer.

    Raises LookupError if there is no such order in state placed.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _REJECT,
            [
                *(at, order_id, [it.sku for it in shortages], [it.available for it in shortages]),
                [",".join(it.seats) for it in shortages],
            ],
        )
        row: tuple[str, UUID] | None = cursor.fetchone()
    if row is None:
        raise LookupError(f"There is no placed order {order_id}.")
    return row


def available_by_line(order_id: UUID) -> dict[UUID, tuple[int | None, list[str]]]:
    """How much could have been had of each line, None if there was enough; and the seats gone."""
    with connection.cursor() as cursor:
        cursor.execute(_AVAILABLE, [order_id])
        return {line_id: (available, gone) for line_id, available, gone in cursor.fetchall()}


def awaited_by_line(order_id: UUID) -> dict[UUID, tuple[int, date | None]]:
    """How many units of each line are still to come, and on which day."""
    with connection.cursor() as cursor:
        cursor.execute(_AWAITED, [order_id])
        return {line_id: (awaited, day) for line_id, awaited, day in cursor.fetchall()}


def state_of(order_id: UUID) -> tuple[str, datetime | None, bool]:
    """The order's state, until when its stock is held, and whether some of it is still to come."""
    with connection.cursor() as cursor:
        cursor.execute(_STATE, [order_id])
        row: tuple[str, datetime | None, bool] = cursor.fetchone()
    return row


@cache
def _insert(lines: int, discounts: int) -> str:
    line = f"({places(len(LINE_COLUMNS))})"
    discount = f"({places(len(DISCOUNT_COLUMNS))})"
    discounted = _DISCOUNTED.format(
        columns=", ".join(DISCOUNT_COLUMNS), places=", ".join([discount] * discounts)
    )
    return _INSERT.format(
        order_columns=", ".join(ORDER_COLUMNS),
        order_places=places(len(ORDER_COLUMNS)),
        discounted=discounted if discounts else "",
        line_columns=", ".join(LINE_COLUMNS),
        lines_places=", ".join([line] * lines),
    )
