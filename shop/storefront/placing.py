"""Ordering exactly what the checkout page showed, once, however often the form arrives."""

import time
from decimal import Decimal
from functools import partial
from uuid import UUID

import msgspec

from apps.orders.services import WantedLine, place_order
from shop.events.base import PostalAddress
from shop.kernel.errors import DomainError
from shop.kernel.idempotency import KeyedRequest, Outcome, TwinAtWork, done_once

# A twin is at work for some milliseconds; two seconds are for a bad day.
_PAUSES_SECONDS = (0.05, 0.1, 0.2, 0.4, 0.6, 0.6)


class PriceChanged(DomainError):
    """The order would cost something else than the page showed."""

    code = "price_changed"


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """Everything on the checkout form; `total` is what its page showed."""

    sku: str
    quantity: int
    total: Decimal
    email: str
    address: PostalAddress


def place_once(wish: Wish, *, customer_id: UUID, key: str) -> str:
    """The number of the order, which may have been rejected for want of stock.

    Raises PriceChanged, KeyUsedBefore, TwinAtWork if the first one takes very long, and what
    `place_order` raises.
    """
    asked = KeyedRequest(
        key=key,
        caller=f"customer:{customer_id}",
        route="POST /checkout",
        body=msgspec.json.encode(wish),
    )
    act = partial(_place, wish, customer_id)
    for pause in _PAUSES_SECONDS:
        try:
            return done_once(asked, act).body
        except TwinAtWork:
            time.sleep(pause)
    return done_once(asked, act).body


def _place(wish: Wish, customer_id: UUID) -> Outcome:
    placed = place_order(
        customer_id=customer_id,
        lines=[WantedLine(wish.sku, wish.quantity)],
        delivery_address=wish.address,
        email=wish.email,
    )
    if placed.order.total != wish.total:
        raise PriceChanged("The price has changed since you saw it: have a look at the new one.")
    return Outcome(status=201, body=placed.order.number)
