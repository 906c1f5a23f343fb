"""Captured money that is not wanted goes back, once and never more than was taken."""

from uuid import UUID

from apps.payments.models import Payment, PaymentAttempt, Refund
from apps.payments.services.locks import locked_attempt
from shop.events.payments import PaymentRefunded, RefundRequested
from shop.kernel.bus import publish
from shop.kernel.outbox.unit_of_work import unit_of_work


def ask_back(payment: Payment, attempt: PaymentAttempt, *, reason: str) -> None:
    """Promises back all that is left of the attempt's money; both rows are locked."""
    refund = Refund(payment=payment, attempt=attempt, amount=attempt.promise_back(), reason=reason)
    attempt.save(update_fields=["promised_back"])
    refund.save(force_insert=True)
    publish(
        RefundRequested(
            payment_id=payment.id,
            refund_id=refund.id,
            order_id=payment.order_id,
            amount=refund.due,
            reason=reason,
        )
    )


@unit_of_work
def record_refund(*, refund_id: UUID, claims: int) -> None:
    """The gateway gave the money back. Raises ClaimLost."""
    payment, refund = _locked_refund(refund_id)
    refund.confirm_claim(claims)
    refund.complete()
    refund.save(update_fields=["state", "due_at"])
    payment.give_back(refund.amount)
    payment.save(update_fields=["refunded"])
    publish(
        PaymentRefunded(
            payment_id=payment.id,
            refund_id=refund.id,
            order_id=payment.order_id,
            amount=refund.due,
        )
    )


@unit_of_work
def record_refused_refund(*, refund_id: UUID, claims: int, refusal: str) -> None:
    """The gateway will not give the money back: `verify` shows it until somebody has looked."""
    _, refund = _locked_refund(refund_id)
    refund.confirm_claim(claims)
    refund.refuse(refusal)
    refund.save(update_fields=["state", "refusal", "due_at"])


def _locked_refund(refund_id: UUID) -> tuple[Payment, Refund]:
    attempt_id = Refund.objects.values_list("attempt_id", flat=True).get(pk=refund_id)
    payment, _ = locked_attempt(attempt_id)
    return payment, payment.refunds.select_for_update().get(pk=refund_id)
