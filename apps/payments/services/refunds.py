"""Captured money that is not wanted goes back, once and never more than was taken."""

from uuid import UUID

from apps.payments.models import Payment, PaymentAttempt, Refund, RefundDestination
from apps.payments.rules import Method
from apps.payments.services.locks import locked_attempt
from apps.payments.services.wallets import put_into_wallet
from shop.events.payments import PaymentRefunded, RefundRefused, RefundRequested, RefundRetried
from shop.kernel.bus import publish
from shop.kernel.outbox.unit_of_work import unit_of_work


def ask_back(payment: Payment, attempt: PaymentAttempt, *, reason: str) -> None:
    """Promises back all that is left of the attempt's money; both rows are locked.

    What a wallet paid is back in the wallet at once.
    """
    refund = Refund(payment=payment, attempt=attempt, amount=attempt.promise_back(), reason=reason)
    attempt.save(update_fields=["promised_back"])
    cause = publish(
        RefundRequested(
            payment_id=payment.id,
            refund_id=refund.id,
            order_id=payment.order_id,
            amount=refund.due,
            reason=reason,
        )
    )
    if attempt.method == Method.WALLET:
        refund.destination = RefundDestination.WALLET
        _give_to_wallet(payment, refund)
    else:
        refund.name_cause(cause)
        refund.save(force_insert=True)


def note_given_back(payment: Payment, attempt: PaymentAttempt) -> None:
    """What the gateway has given back of the attempt unasked is a refund as well; rows locked."""
    _complete(
        payment,
        Refund(
            payment=payment,
            attempt=attempt,
            amount=attempt.promised_back,
            reason="given_back_by_gateway",
        ),
    )


@unit_of_work
def record_refund(*, refund_id: UUID, claims: int) -> None:
    """The gateway gave the money back. Raises ClaimLost."""
    payment, refund = _locked_refund(refund_id)
    refund.confirm_claim(claims)
    _complete(payment, refund)


@unit_of_work
def record_refused_refund(*, refund_id: UUID, claims: int, refusal: str) -> None:
    """The gateway will not give the money back: `verify` shows it until somebody has helped.

    Raises ClaimLost.
    """
    payment, refund = _locked_refund(refund_id)
    refund.confirm_claim(claims)
    refund.refuse(refusal)
    refund.save(update_fields=["state", "refusal", "due_at"])
    publish(
        RefundRefused(
            payment_id=payment.id,
            refund_id=refund.id,
            order_id=payment.order_id,
            amount=refund.due,
        )
    )


@unit_of_work
def retry_refund(*, refund_id: UUID) -> None:
    """Asks the gateway once more. Raises DomainError unless it has refused."""
    payment, refund = _locked_refund(refund_id)
    refund.retry()
    cause = publish(
        RefundRetried(payment_id=payment.id, refund_id=refund.id, order_id=payment.order_id)
    )
    refund.name_cause(cause)
    refund.save(update_fields=["state", "retries", "due_at", "story"])


@unit_of_work
def refund_to_wallet(*, refund_id: UUID) -> None:
    """Gives what the gateway refused as wallet money. Raises DomainError unless it has refused."""
    payment, refund = _locked_refund(refund_id)
    refund.turn_to_wallet()
    _give_to_wallet(payment, refund)


def _give_to_wallet(payment: Payment, refund: Refund) -> None:
    _complete(payment, refund)
    put_into_wallet(payment, refund)


def _complete(payment: Payment, refund: Refund) -> None:
    refund.complete()
    refund.save()
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


def _locked_refund(refund_id: UUID) -> tuple[Payment, Refund]:
    attempt_id = Refund.objects.values_list("attempt_id", flat=True).get(pk=refund_id)
    payment, _ = locked_attempt(attempt_id)
    return payment, payment.refunds.select_for_update().get(pk=refund_id)
