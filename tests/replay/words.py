"""What the history tells of an order, in the words of the shop."""

from decimal import Decimal
from uuid import UUID

from apps.orders.rules import Agreement, PricedLine, PricedShipping
from apps.orders.services.placing import Buyer
from apps.payments.models import PaymentAttempt
from apps.payments.rules import Charge, ChargeStatus
from shop.events.base import PostalAddress
from tests.replay.timeline import Told

CURRENCY = "BRL"
A_CENT = Decimal("0.01")
"""So much more or less is the rounding of instalments: the bank pays what the order costs."""


def buyer_of(order: Told) -> Buyer:
    address = PostalAddress(
        name="A buyer",
        line1="Somewhere",
        city=order.city,
        postal_code=f"{order.zip}-000",
        country="BR",
    )
    return Buyer(customer_id=UUID(order.customer), delivery_address=address)


def agreement_on(order: Told) -> Agreement:
    """What the order cost at the time; taxes are in the price, and nobody said how much."""
    lines = [
        PricedLine(
            sku=sku,
            title=sku,
            quantity=1,
            unit_price=price,
            tax_rate=Decimal(0),
            tax_rate_id=None,
            currency=CURRENCY,
        )
        for sku, price in order.lines
    ]
    freight = PricedShipping(
        method="standard",
        title="Freight",
        amount=order.freight,
        free_from=None,
        rate_id=None,
        tax_rate=Decimal(0),
        tax_rate_id=None,
        currency=CURRENCY,
    )
    return Agreement(lines=tuple(lines), shipping=freight)


def charge_of(order: Told, attempt: PaymentAttempt) -> Charge:
    """What the buyer paid, in however many ways, as a gateway would tell of it."""
    paid = order.price if abs(order.paid - order.price) <= A_CENT else order.paid
    return Charge(
        id=order.id,
        reference=str(attempt.id),
        status=ChargeStatus.CAPTURED,
        amount=order.price,
        currency=CURRENCY,
        captured=paid,
        refunded=Decimal(0),
    )
