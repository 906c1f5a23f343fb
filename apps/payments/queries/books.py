"""An order's money as staff see it: every attempt, and every refund that may need help."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from apps.payments.models import (
    GatewayCallback,
    Payment,
    PaymentAttempt,
    Refund,
    RefundState,
)
from shop.events.base import Money
from shop.kernel.money import money


@dataclass(frozen=True, kw_only=True)
class AttemptInBooks:
    """One try to pay, at `gateway` if one was asked.

    `reason` says why it brought nothing, or is empty.
    """

    number: int
    method: str
    gateway: str
    state: str
    reason: str
    captured: Money
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class RefundInBooks:
    """Money on its way back; `refusal` says why the gateway will not do it, or is empty."""

    id: UUID
    amount: Money
    reason: str
    state: str
    refusal: str
    created_at: datetime

    @property
    def was_refused(self) -> bool:
        """Whether somebody has to help."""
        return self.state == RefundState.REFUSED


@dataclass(frozen=True, kw_only=True)
class PaymentInBooks:
    """`state` is one of open, authorised, paid, lapsed, closed; `promised` is kept by a bank.

    Attempts and refunds in the order of their making.
    """

    id: UUID
    state: str
    amount: Money
    promised: Money
    captured: Money
    refunded: Money
    attempts: tuple[AttemptInBooks, ...]
    refunds: tuple[RefundInBooks, ...]


@dataclass(frozen=True, kw_only=True)
class NewsOfGateway:
    """How many attempts brought money, and how many messages of the gateway came."""

    captures: int
    callbacks: int


def news_of_gateway(*, since: datetime) -> NewsOfGateway:
    """What came in by attempts that were begun since then, wallets left out."""
    brought = PaymentAttempt.objects.filter(created_at__gte=since, captured__gt=0)
    return NewsOfGateway(
        captures=brought.exclude(method="wallet").count(),
        callbacks=GatewayCallback.objects.filter(received_at__gte=since).count(),
    )


def books_of(order_id: UUID) -> PaymentInBooks | None:
    """The money of the order, in three queries; None if it never came to be paid."""
    payments = Payment.objects.prefetch_related("attempts", "refunds")
    payment = payments.filter(order_id=order_id).first()
    return _in_books(payment) if payment else None


def _in_books(payment: Payment) -> PaymentInBooks:
    currency = payment.currency
    attempts = sorted(payment.attempts.all(), key=lambda attempt: attempt.number)
    refunds = sorted(payment.refunds.all(), key=lambda refund: refund.created_at)
    return PaymentInBooks(
        id=payment.id,
        state=payment.state,
        amount=money(payment.amount, currency),
        promised=money(_promised(attempts), currency),
        captured=money(payment.captured, currency),
        refunded=money(payment.refunded, currency),
        attempts=tuple(_attempt(attempt, currency) for attempt in attempts),
        refunds=tuple(_refund(refund, currency) for refund in refunds),
    )


def _promised(attempts: list[PaymentAttempt]) -> Decimal:
    return sum((attempt.amount for attempt in attempts if attempt.is_held), Decimal(0))


def _attempt(attempt: PaymentAttempt, currency: str) -> AttemptInBooks:
    return AttemptInBooks(
        number=attempt.number,
        method=attempt.method,
        gateway=attempt.gateway,
        state=attempt.state,
        reason=attempt.reason,
        captured=money(attempt.captured, currency),
        created_at=attempt.created_at,
    )


def _refund(refund: Refund, currency: str) -> RefundInBooks:
    return RefundInBooks(
        id=refund.id,
        amount=money(refund.amount, currency),
        reason=refund.reason,
        state=refund.state,
        refusal=refund.refusal,
        created_at=refund.created_at,
    )
