"""The statements of the checkout, without the cost of the ORM."""

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import connection

from shop.kernel import clock
from shop.kernel.stories import Story

Value = UUID | Decimal | str | datetime

_INSERT_PAYMENT = """
INSERT INTO payments_payment
    (id, order_id, customer_id, order_number, amount, currency, captured, refunded, state)
VALUES (%s, %s, %s, %s, %s, %s, 0, 0, %s)
"""

_INSERT_WITH_ATTEMPT = f"""
WITH payment AS ({_INSERT_PAYMENT})
INSERT INTO payments_paymentattempt
    (id, payment_id, number, amount, method, token, return_url, state, gateway_id, reason,
     action_kind, action_url, action_page, captured, promised_back, claims, due_at, story)
VALUES (%s, %s, 1, %s, 'card', %s, '', 'requested', '', '', '', '', '', 0, 0, 0, %s, %s)
"""  # noqa: S608 - constant text only


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPayment:
    """An open payment of an order; nothing was captured yet."""

    id: UUID
    order_id: UUID
    customer_id: UUID
    order_number: str
    amount: Decimal
    currency: str

    @property
    def values(self) -> list[Value]:
        """In the order of the statement."""
        return [
            self.id,
            self.order_id,
            self.customer_id,
            self.order_number,
            self.amount,
            self.currency,
        ]


def insert_payment(new: NewPayment, *, state: str = "open") -> None:
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_PAYMENT, [*new.values, state])


def insert_payment_with_attempt(
    new: NewPayment, *, attempt_id: UUID, token: str, story: Story
) -> None:
    """The payment, and its attempt number 1, requested and due at once."""
    attempt: list[Value] = [
        *(attempt_id, new.id, new.amount, token, clock.now(), json.dumps(story))
    ]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_WITH_ATTEMPT, [*new.values, "open", *attempt])
