"""Hand-tuned statements. They go through Django's cursor, so errors and counts stay Django's."""

from apps.orders.sql.carts import CartRow, cart_lines, open_cart, put_into_cart
from apps.orders.sql.offers import write_offers
from apps.orders.sql.placing import (
    LINE_COLUMNS,
    ORDER_COLUMNS,
    OfferRow,
    await_payment,
    insert_order,
    offers_with_tax,
    state_of,
)
from apps.orders.sql.values import Value

__all__ = [
    "LINE_COLUMNS",
    "ORDER_COLUMNS",
    "CartRow",
    "OfferRow",
    "Value",
    "await_payment",
    "cart_lines",
    "insert_order",
    "offers_with_tax",
    "open_cart",
    "put_into_cart",
    "state_of",
    "write_offers",
]
