"""Captured money that is not wanted goes back, once and never more than was taken."""

from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import F
from prometheus_client import Histogram

from apps.payments.models import (
    Payment,
    PaymentAttempt,
    Refund,
    RefundDestination,
    RefundGrant,
)
from apps.payments.rules import Method
from apps.payments.services.ledger import book_given_back
from apps.payments.services.locks import locked_attempt
from apps.payments.services.wallets import put_into_wallet
from shop.events.payments import PaymentRefunded, RefundRefused, RefundRequested, RefundRetried
from shop.kernel import clock
from shop.kernel.bus import publish
from shop.kernel.errors import DomainError
from shop.kernel.outbox.unit_of_work import unit_of_work

refund_seconds = Histogram(
    "payments_refund_seconds",
    "From the moment money was owed to a buyer until the gateway had given it back",
    buckets=(1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 3600),
)


def ask_back(payment: Payment, attempt: PaymentAttempt, *, reason: str) -> None:
    """Promises back all that is left of the attempt's money; both rows are locked.

    What a wallet paid is back in the wallet at once.
    """
    _ask_back(Refund(payment=payment, attempt=attempt, amount=attempt.rest, reason=reason))


def return_what_is_kept(payment: Payment, *, reason: str) -> None:
    """Whatever came in of the payment, which is locked, goes back to where it came from."""
    if payment.captured == payment.refunded:
        return
    for attempt in payment.attempts.select_for_update().filter(captured__gt=F("promised_back")):
        ask_back(payment, attempt, reason=reason)


def ask_back_part(payment: Payment, amount: Decimal, *, grant: RefundGrant) -> None:
    """Promises back so much of what was granted of the payment, which is locked.

    The attempts give it, the newest first, and wallets last: what a card brought goes to the card.
    Raises DomainError if less is left of them.
    """
    missing = amount
    for attempt in _givers(payment):
        part = min(missing, attempt.rest)
        if part:
            _ask_back(
                Refund(
                    payment=payment,
                    attempt=attempt,
                    grant=grant,
                    amount=part,
                    reason=grant.reason,
                )
            )
        missing -= part
    if missing:
        raise DomainError(f"{missing} of {grant} is not there: {payment} keeps too little.")


def return_excess(payment: Payment) -> None:
    """What is kept beyond what the buyer owes of the payment, which is locked, goes back."""
    if not payment.granted:
        return
    excess = payment.kept - payment.owed.amount
    if excess > 0:
        ask_back_part(payment, excess, grant=payment.grants.latest("created_at"))


def _givers(payment: Payment) -> list[PaymentAttempt]:
    attempts = payment.attempts.select_for_update().filter(captured__gt=F("promised_back"))
    newest_first = attempts.order_by("-number")
    return sorted(newest_first, key=lambda attempt: attempt.method == Method.WALLET)


def _ask_back(refund: Refund) -> None:
    payment, attempt = refund.payment, refund.attempt
    attempt.promise_back(refund.amount)
    attempt.save(update_fields=["promised_back"])
    cause = publish(
        RefundRequested(
            payment_id=payment.id,
            refund_id=refund.id,
            order_id=payment.order_id,
            amount=refund.due,
            reason=refund.reason,
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
    took = clock.now() - refund.created_at
    transaction.on_commit(lambda: refund_seconds.observe(took.total_seconds()))


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


def complete_by_hand(payment: Payment, refund: Refund) -> None:
    """What the gateway refused was given back in its own pages; the rows are locked."""
    refund.turn_to_hand()
    _complete(payment, refund)


def _give_to_wallet(payment: Payment, refund: Refund) -> None:
    _complete(payment, refund)
    put_into_wallet(payment, refund)


def _complete(payment: Payment, refund: Refund) -> None:
    refund.complete()
    refund.save()
    payment.give_back(refund.amount)
    payment.save(update_fields=["refunded"])
    if refund.destination == RefundDestination.SOURCE:
        book_given_back(payment, refund)
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
