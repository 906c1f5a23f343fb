"""Pure calculation: what an order costs, and why something cannot be ordered."""

from apps.orders.rules.limits import (
    MOST_LINES,
    MOST_UNITS,
    WantedLine,
    confirm_orderable,
    confirm_quantity,
)
from apps.orders.rules.prices import Agreement, PricedLine, PricedShipping
from apps.orders.rules.refusals import EmptyCart, NotForSale, PriceChanged, UnknownGoods
from apps.orders.rules.sentences import sentence_of
from apps.orders.rules.shipping import chosen_shipping
from apps.orders.rules.tokens import CartToken, new_cart_token, read_cart_token

__all__ = [
    "MOST_LINES",
    "MOST_UNITS",
    "Agreement",
    "CartToken",
    "EmptyCart",
    "NotForSale",
    "PriceChanged",
    "PricedLine",
    "PricedShipping",
    "UnknownGoods",
    "WantedLine",
    "chosen_shipping",
    "confirm_orderable",
    "confirm_quantity",
    "new_cart_token",
    "read_cart_token",
    "sentence_of",
]
