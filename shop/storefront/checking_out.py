"""Ordering what the checkout page showed, once, however often its form arrives."""

from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from uuid import UUID

import msgspec

from apps.orders.services import check_out
from shop.events.base import PostalAddress
from shop.kernel.idempotency import Outcome
from shop.storefront.once import Pressed, do_once

_ORDERED, _SOLD_OUT = 201, 409


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """All that is on the checkout form; `cart`, `total`, `currency` are those its page showed."""

    cart: UUID
    total: Decimal
    currency: str
    email: str
    address: PostalAddress
    shipping: str


@dataclass(frozen=True, kw_only=True)
class Ordered:
    """What came of it: the number of the order, which may have been rejected for want of stock."""

    number: str
    is_rejected: bool


def order_once(wish: Wish, *, customer_id: UUID, is_guest: bool, key: str) -> Ordered:
    """The order of the cart, written now or at the first time.

    Raises PriceChanged, KeyUsedBefore, TwinAtWork if the first one takes very long, and what
    `check_out` raises.
    """
    pressed = Pressed(customer_id=customer_id, form="checkout", key=key)
    order = partial(_check_out, wish, customer_id=customer_id, is_guest=is_guest)
    outcome = do_once(pressed, wish, order)
    return Ordered(number=outcome.body, is_rejected=outcome.status == _SOLD_OUT)


def _check_out(wish: Wish, *, customer_id: UUID, is_guest: bool) -> Outcome:
    placed = check_out(
        customer_id=customer_id,
        delivery_address=wish.address,
        email=wish.email,
        shipping_method=wish.shipping,
        accepted_total=wish.total,
        accepted_currency=wish.currency,
        cart_id=wish.cart,
        is_guest=is_guest,
    )
    status = _SOLD_OUT if placed.is_rejected else _ORDERED
    return Outcome(status=status, body=placed.order.number)
