"""The statements of filling a cart: each locks the open cart, making it if there is none."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple, cast
from uuid import UUID

from apps.orders.rules import MOST_LINES, MOST_UNITS
from apps.orders.sql.values import Value, rows_of
from shop.kernel import clock
from shop.kernel.identity import new_id

_OPEN = """
INSERT INTO orders_cart (id, customer_id, state, changed_at) VALUES (%s, %s, 'open', %s)
ON CONFLICT (customer_id) WHERE state = 'open' DO UPDATE SET changed_at = excluded.changed_at
RETURNING id
"""
# Nothing comes back when the goods are not for sale, or have not these seats, or the cart is full:
# nothing was put in then.
_PUT = f"""
WITH cart AS ({_OPEN})
INSERT INTO orders_cartline AS line (cart_id, sku, quantity, seats, seen_price, currency)
SELECT cart.id, offer.sku, %s, wanted.seats, offer.price, offer.currency
FROM cart, (SELECT * FROM orders_offer
            WHERE sku = %s AND valid_during @> %s::timestamptz ORDER BY kind DESC LIMIT 1) offer,
    (SELECT %s::varchar[] AS seats) wanted
WHERE offer.sellable AND coalesce(offer.sold_until > %s, true)
  AND (offer.ticketed OR wanted.seats = '{{}}')
  AND (SELECT count(*) FROM orders_cartline other
       WHERE other.cart_id = cart.id AND other.sku <> offer.sku) < {MOST_LINES}
ON CONFLICT (cart_id, sku) DO UPDATE
    SET quantity = line.quantity + excluded.quantity, seats = line.seats || excluded.seats,
        seen_price = excluded.seen_price, currency = excluded.currency
    WHERE line.quantity + excluded.quantity <= {MOST_UNITS} AND NOT line.seats && excluded.seats
RETURNING line.quantity
"""  # noqa: S608 - constant text only
_LINES = """
SELECT cart.id, cart.voucher_code, line.sku, line.quantity, line.seats, line.seen_price,
       line.currency, offer.title, offer.price, offer.currency, offer.sellable, offer.ticketed
FROM orders_cart cart
LEFT JOIN orders_cartline line ON line.cart_id = cart.id
LEFT JOIN LATERAL (
    SELECT title, price, currency, ticketed,
        sellable AND coalesce(sold_until > asked.at, true) AS sellable
    FROM orders_offer, (SELECT %s::timestamptz AS at) AS asked
    WHERE sku = line.sku AND valid_during @> asked.at ORDER BY kind DESC LIMIT 1
) offer ON true
WHERE cart.customer_id = %s AND cart.state = 'open'
ORDER BY line.id
"""


class CartRow(NamedTuple):
    """A line of an open cart beside its offer; no SKU in an empty cart, no title without offer."""

    cart_id: UUID
    voucher_code: str
    sku: str | None
    quantity: int
    seats: list[str]
    seen_price: Decimal
    seen_currency: str
    title: str | None
    price: Decimal | None
    currency: str
    sellable: bool
    ticketed: bool | None


def open_cart(customer_id: UUID) -> UUID:
    """The id of the customer's open cart, which is locked now."""
    ((cart_id,),) = rows_of(_OPEN, [new_id(), customer_id, clock.now()])
    return cast(UUID, cart_id)


def put_into_cart(customer_id: UUID, sku: str, quantity: int, seats: Sequence[str] = ()) -> bool:
    """So many more units are in the open cart, unless that is not possible."""
    at: datetime = clock.now()
    wanted: list[Value] = [quantity, sku, at, list(seats), at]
    return bool(rows_of(_PUT, [new_id(), customer_id, at, *wanted]))


def cart_lines(customer_id: UUID) -> list[CartRow]:
    """What is in the customer's open cart, in the order in which it was put in."""
    return [CartRow._make(row) for row in rows_of(_LINES, [clock.now(), customer_id])]
