"""The statements that take and free one use of a voucher."""

from uuid import UUID

from apps.orders.sql.values import Value, rows_of

# Nobody waits for a slot that somebody else is about to take, as long as there are others.
_TAKE = """
WITH voucher AS (
    SELECT id, slots, once_per_customer FROM orders_voucher WHERE id = %(voucher)s
), taken AS (
    UPDATE orders_voucherslot SET order_id = %(order)s, customer_id = %(customer)s
    WHERE id = (
        SELECT slot.id FROM orders_voucherslot slot
        WHERE slot.voucher_id = %(voucher)s AND slot.number IS NOT NULL AND slot.order_id IS NULL
        ORDER BY slot.number LIMIT 1 FOR UPDATE {patience})
    RETURNING id
), added AS (
    INSERT INTO orders_voucherslot (voucher_id, number, order_id, customer_id, once)
    SELECT id, NULL, %(order)s, %(customer)s, once_per_customer FROM voucher WHERE slots IS NULL
    RETURNING id
)
SELECT id FROM taken UNION ALL SELECT id FROM added
"""
_TRY, _WAIT = _TAKE.format(patience="SKIP LOCKED"), _TAKE.format(patience="")
_FREE = """
WITH freed AS (
    UPDATE orders_voucherslot SET order_id = NULL, customer_id = NULL
    WHERE order_id = %(order)s AND number IS NOT NULL
)
DELETE FROM orders_voucherslot WHERE order_id = %(order)s AND number IS NULL RETURNING id
"""


def take_slot(voucher_id: int, *, order_id: UUID, customer_id: UUID) -> bool:
    """One use of the voucher is the order's, unless all are taken.

    Where all are locked, somebody may still give up: only then it is waited for them.
    """
    values: dict[str, Value] = {"voucher": voucher_id, "order": order_id, "customer": customer_id}
    return bool(rows_of(_TRY, values) or rows_of(_WAIT, values))


def free_slot(order_id: UUID) -> None:
    """What the order used can be used again."""
    rows_of(_FREE, {"order": order_id})
