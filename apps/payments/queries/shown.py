"""A payment as its buyer sees it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from apps.payments.models import AttemptState, Payment, PaymentAttempt, PaymentState
from apps.payments.rules import StatusWord
from shop.kernel.errors import NotFound
from shop.kernel.money import rounded


@dataclass(frozen=True, kw_only=True)
class ShownAttempt:
    """`reason` says why it brought nothing, or is empty."""

    number: int
    status: str
    reason: str
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class ShownPayment:
    """Amounts in major units of `currency`; `decline_reason` is that of the latest attempt."""

    order_id: UUID
    status: StatusWord
    amount: Decimal
    currency: str
    captured: Decimal
    refunded: Decimal
    decline_reason: str
    attempts: tuple[ShownAttempt, ...]


def shown_payment(*, customer_id: UUID, order_id: UUID) -> ShownPayment:
    """The customer's own payment for this order. Raises NotFound, also for somebody else's."""
    payments = Payment.objects.filter(customer_id=customer_id, order_id=order_id)
    payment = payments.prefetch_related("attempts").first()
    if payment is None:
        raise NotFound("There is no payment for such an order of yours.")
    return _shown(payment, sorted(payment.attempts.all(), key=lambda attempt: attempt.number))


def _shown(payment: Payment, attempts: list[PaymentAttempt]) -> ShownPayment:
    latest = attempts[-1] if attempts else None
    declined = latest is not None and latest.state == AttemptState.DECLINED
    return ShownPayment(
        order_id=payment.order_id,
        status=_status(payment, latest),
        amount=rounded(payment.amount, payment.currency),
        currency=payment.currency,
        captured=rounded(payment.captured, payment.currency),
        refunded=rounded(payment.refunded, payment.currency),
        decline_reason=latest.reason if latest and declined else "",
        attempts=tuple(_shown_attempt(attempt) for attempt in attempts),
    )


def _status(payment: Payment, latest: PaymentAttempt | None) -> StatusWord:
    if payment.state == PaymentState.PAID:
        return StatusWord.SUCCEEDED
    if payment.state == PaymentState.CLOSED:
        return StatusWord.CANCELED
    if latest is not None and latest.is_wanted:
        return StatusWord.PROCESSING
    return StatusWord.REQUIRES_PAYMENT_METHOD


def _shown_attempt(attempt: PaymentAttempt) -> ShownAttempt:
    return ShownAttempt(
        number=attempt.number,
        status=attempt.state,
        reason=attempt.reason,
        created_at=attempt.created_at,
    )
