"""The way to the gateway's card page, and back with a token."""

import hashlib
from functools import partial
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings

from apps.orders.queries import ShownOrder
from apps.payments.services import start_attempt
from shop.kernel.idempotency import KeyedRequest, Outcome, done_once


def card_page(order: ShownOrder, *, return_url: str) -> str:
    """Where the buyer types the card; from there the way leads to `return_url` with a token."""
    query = {
        "amount": str(order.total.amount),
        "currency": order.total.currency,
        "reference": order.number,
        "return_url": return_url,
    }
    return f"{settings.SANDBOX_PUBLIC_URL}/gateway/card?{urlencode(query)}"


def pay_once(order: ShownOrder, *, token: str) -> None:
    """Starts one attempt with the token, however often the buyer comes back with it.

    Raises DomainError if the order cannot be paid any more.
    """
    # The key is kept longer than a token may be: only its fingerprint is stored.
    asked = KeyedRequest(
        key=hashlib.sha256(token.encode()).hexdigest(),
        caller=f"customer:{order.customer_id}",
        route=f"card returned {order.number}",
        body=b"",
    )
    done_once(asked, partial(_start, order.id, token))


def _start(order_id: UUID, token: str) -> Outcome:
    start_attempt(order_id=order_id, token=token)
    return Outcome(status=201, body="")
