"""Rows in the one order in which everybody locks them: payment, attempt, refund."""

from uuid import UUID

from apps.payments.models import Payment, PaymentAttempt


def locked_attempt(attempt_id: UUID) -> tuple[Payment, PaymentAttempt]:
    payments = Payment.objects.select_for_update(of=("self",))
    payment = payments.get(attempts=attempt_id)
    return payment, payment.attempts.select_for_update().get(pk=attempt_id)
