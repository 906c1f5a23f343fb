"""Hand-tuned statements. They go through Django's cursor, so errors and counts stay Django's."""

from apps.orders.sql.carts import CartRow, cart_lines, open_cart, put_into_cart
from apps.orders.sql.invoices import next_number
from apps.orders.sql.offers import (
    change_listed_price,
    plan_prices,
    withdraw_offers,
    write_offers,
)
from apps.orders.sql.placing import (
    LINE_COLUMNS,
    ORDER_COLUMNS,
    available_by_line,
    await_payment,
    awaited_by_line,
    insert_order,
    reject,
    state_of,
)
from apps.orders.sql.prices import PriceRow, prices_at
from apps.orders.sql.promotions import PromotionRow, promotions_at
from apps.orders.sql.values import Value
from apps.orders.sql.vouchers import free_slot, take_slot

__all__ = [
    "LINE_COLUMNS",
    "ORDER_COLUMNS",
    "CartRow",
    "PriceRow",
    "PromotionRow",
    "Value",
    "available_by_line",
    "await_payment",
    "awaited_by_line",
    "cart_lines",
    "change_listed_price",
    "free_slot",
    "insert_order",
    "next_number",
    "open_cart",
    "plan_prices",
    "prices_at",
    "promotions_at",
    "put_into_cart",
    "reject",
    "state_of",
    "take_slot",
    "withdraw_offers",
    "write_offers",
]
