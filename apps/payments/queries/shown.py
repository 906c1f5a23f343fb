"""A payment as its buyer sees it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from apps.payments.models import AttemptState, Payment, PaymentAttempt, PaymentState
from apps.payments.rules import Action, Method, StatusWord, sentence_about
from shop.events.base import Money
from shop.kernel.errors import NotFound
from shop.kernel.money import money, rounded


@dataclass(frozen=True, kw_only=True)
class ShownAttempt:
    """`amount` is what it is to bring; `reason` says why it brought nothing, or is empty."""

    number: int
    amount: Decimal
    method: Method
    status: str
    reason: str
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class ShownPayment:
    """Amounts in major units of `currency`; `owed` is left of `amount` after what was credited.

    One that is overdue was promised by a bank that did not give it, while the order went on.
    `method` is that of the latest attempt, None before the first; `decline_reason` says why it
    brought nothing, as a word and as a sentence. `methods` are possible now, `next_action` is what
    the buyer has to do for the latest one.
    """

    order_id: UUID
    status: StatusWord
    amount: Decimal
    owed: Decimal
    currency: str
    captured: Decimal
    refunded: Decimal
    decline_reason: str
    attempts: tuple[ShownAttempt, ...]
    is_overdue: bool = False
    method: Method | None = None
    methods: tuple[Method, ...] = ()
    next_action: Action | None = None

    @property
    def due(self) -> Money:
        """All that its buyer has to pay."""
        return money(self.owed, self.currency)

    @property
    def paid_by(self) -> str:
        """The method of the last attempt that brought money, or empty."""
        brought = [one.method for one in self.attempts if one.status == "captured"]
        return brought[-1] if brought else ""

    @property
    def put_aside(self) -> Decimal:
        """What a wallet gave of it while the rest is waited for."""
        return self.captured - self.refunded if self.methods else Decimal(0)

    @property
    def decline_sentence(self) -> str:
        return sentence_about(self.decline_reason)


def shown_payment(*, customer_id: UUID, order_id: UUID) -> ShownPayment:
    """The customer's own payment for this order. Raises NotFound, also for somebody else's."""
    payments = Payment.objects.filter(customer_id=customer_id, order_id=order_id)
    payment = payments.prefetch_related("attempts").first()
    if payment is None:
        raise NotFound("There is no payment for such an order of yours.")
    return _shown(payment, sorted(payment.attempts.all(), key=lambda attempt: attempt.number))


def payer_of(order_id: UUID) -> UUID | None:
    """The customer whose order is to be paid, or None if there is no such order."""
    payments = Payment.objects.filter(order_id=order_id)
    return payments.values_list("customer_id", flat=True).first()


def _shown(payment: Payment, attempts: list[PaymentAttempt]) -> ShownPayment:
    latest = attempts[-1] if attempts else None
    declined = latest is not None and latest.state == AttemptState.DECLINED
    return ShownPayment(
        order_id=payment.order_id,
        status=_status(payment, latest),
        amount=rounded(payment.amount, payment.currency),
        owed=payment.owed.amount,
        currency=payment.currency,
        captured=rounded(payment.captured, payment.currency),
        refunded=rounded(payment.refunded, payment.currency),
        decline_reason=latest.reason if latest and declined else "",
        is_overdue=payment.state == PaymentState.LAPSED,
        attempts=tuple(_shown_attempt(attempt, payment.currency) for attempt in attempts),
        method=Method(latest.method) if latest else None,
        methods=tuple(Method) if payment.awaits_buyer else (),
        next_action=latest.action if latest else None,
    )


def _status(payment: Payment, latest: PaymentAttempt | None) -> StatusWord:
    if payment.state == PaymentState.PAID:
        return StatusWord.SUCCEEDED
    if payment.state == PaymentState.AUTHORISED:
        return StatusWord.REQUIRES_CAPTURE
    if payment.state == PaymentState.CLOSED:
        return StatusWord.CANCELED
    if latest is not None and latest.action is not None:
        return StatusWord.REQUIRES_ACTION
    if latest is not None and latest.is_wanted:
        return StatusWord.PROCESSING
    return StatusWord.REQUIRES_PAYMENT_METHOD


def _shown_attempt(attempt: PaymentAttempt, currency: str) -> ShownAttempt:
    return ShownAttempt(
        number=attempt.number,
        amount=rounded(attempt.amount, currency),
        method=Method(attempt.method),
        status=attempt.state,
        reason=attempt.reason,
        created_at=attempt.created_at,
    )
