"""The buyer tries to pay, and tries again."""

from uuid import UUID

from django.db.models import Max

from apps.payments.models import Payment, PaymentAttempt
from apps.payments.models.attempts import OPEN_STATES
from shop.events.payments import PaymentRequested
from shop.kernel.bus import publish
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def start_attempt(*, order_id: UUID, token: str) -> None:
    """Asks for the order's money with this token, instead of by an attempt that is still open.

    Raises DomainError if the order is paid or cancelled.
    """
    payment = Payment.objects.select_for_update().get(order_id=order_id)
    payment.confirm_open()
    withdraw_open_attempts(payment, reason="superseded")
    attempt = PaymentAttempt(payment=payment, number=_next_number(payment), token=token)
    attempt.save(force_insert=True)
    publish(
        PaymentRequested(
            payment_id=payment.id,
            attempt_id=attempt.id,
            attempt=attempt.number,
            order_id=payment.order_id,
            amount=payment.due,
        )
    )


def withdraw_open_attempts(payment: Payment, *, reason: str) -> None:
    """Inside a unit of work that has locked the payment."""
    for attempt in payment.attempts.select_for_update().filter(state__in=OPEN_STATES):
        attempt.withdraw(reason)
        attempt.save(update_fields=["state", "reason", "token", "due_at"])


def _next_number(payment: Payment) -> int:
    highest: int | None = payment.attempts.aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1
