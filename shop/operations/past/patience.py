"""Waiting for the shop's own processes, so that the past is played no faster than they work."""

import time
from uuid import UUID

from apps.payments.queries import shown_payment
from shop.kernel.errors import NotFound

LONGEST_WAIT_SECONDS = 8.0
_LOOK_EVERY_SECONDS = 0.05


def wait_for_gateway(order_id: UUID, *, customer_id: UUID) -> None:
    """Until the gateway has answered about the order's money, or some seconds have passed."""
    end = time.monotonic() + LONGEST_WAIT_SECONDS
    while time.monotonic() < end and _is_asked(order_id, customer_id):
        time.sleep(_LOOK_EVERY_SECONDS)


def _is_asked(order_id: UUID, customer_id: UUID) -> bool:
    try:
        payment = shown_payment(customer_id=customer_id, order_id=order_id)
    except NotFound:
        return False
    return payment.status == "processing"
