"""Money that is promised when the order is confirmed, and taken when its goods leave."""

from decimal import Decimal
from uuid import UUID

from django.conf import settings

from apps.payments.models import MOVING_FIELDS, AttemptState, Payment, PaymentAttempt, PaymentState
from apps.payments.rules import Charge, Method
from apps.payments.services.cards import keep_card
from apps.payments.services.locks import locked_attempt
from apps.payments.services.refunds import return_excess
from apps.payments.services.succeeding import succeed
from apps.payments.services.withdrawing import withdraw_open_attempts
from shop.events.payments import (
    PaymentAuthorised,
    PaymentCaptureRequested,
    PaymentLapsed,
)
from shop.kernel import clock
from shop.kernel.bus import publish
from shop.kernel.outbox.unit_of_work import unit_of_work


def waits_for_goods(payment: Payment, attempt: PaymentAttempt) -> bool:
    """Whether what a bank keeps for the order is taken later: only cards can wait, once."""
    return (
        settings.CAPTURE == "on_dispatch"
        and payment.state == PaymentState.OPEN
        and attempt.method == Method.CARD
        and is_complete(payment, attempt.amount)
    )


def is_complete(payment: Payment, promised: Decimal = Decimal(0)) -> bool:
    """Whether what is kept, and what is promised, is all that the buyer owes."""
    return payment.kept + promised >= payment.owed.amount


def hold(payment: Payment, attempt: PaymentAttempt, charge: Charge) -> None:
    """The bank keeps all that is missing, inside a unit of work that has locked both rows."""
    attempt.hold(charge.id, until=clock.now() + settings.CAPTURE_WITHIN)
    attempt.save(update_fields=MOVING_FIELDS)
    payment.promise()
    payment.save(update_fields=["state"])
    keep_card(attempt, charge, customer_id=payment.customer_id)
    publish(
        PaymentAuthorised(
            payment_id=payment.id,
            attempt_id=attempt.id,
            attempt=attempt.number,
            order_id=payment.order_id,
            amount=attempt.due,
        )
    )


@unit_of_work
def want_promised_money(*, order_id: UUID) -> None:
    """What is only promised for the order is due now.

    Nobody waits for the payment's lock here: this runs while others write what they do.
    """
    promised = Payment.objects.filter(order_id=order_id, state=PaymentState.AUTHORISED)
    for payment_id in promised.values_list("id", flat=True):
        publish(PaymentCaptureRequested(payment_id=payment_id, order_id=order_id))


@unit_of_work
def ask_for_held(*, payment_id: UUID) -> UUID | None:
    """What is held for the payment is to be taken; returns the attempt whose job does it.

    None if it was asked for before, or nobody wants it any more.
    """
    payment = Payment.objects.select_for_update().get(pk=payment_id)
    attempt = _held(payment)
    if attempt is None:
        return None
    attempt.ask_for_held()
    attempt.save(update_fields=MOVING_FIELDS)
    return attempt.id


@unit_of_work
def ask_before_it_lapses(*, attempt_id: UUID, claims: int) -> None:
    """What was held for so long that the bank may let go of it is taken. Raises ClaimLost."""
    _, attempt = locked_attempt(attempt_id)
    attempt.confirm_claim(claims)
    if attempt.was_held_long_enough:
        attempt.ask_for_held()
        attempt.save(update_fields=["state", "held_until"])


def take_less(payment: Payment) -> None:
    """The buyer owes less of what was promised than before; the payment is locked.

    What a wallet gave beyond that goes back at once. A capture that is on its way takes what it
    asked for, and the rest goes back when it is here.
    """
    return_excess(payment)
    missing = payment.owed.amount - payment.kept
    held = _held(payment)
    if not missing:
        withdraw_open_attempts(payment, reason="nothing_left")
        succeed(payment)
    elif held is not None:
        held.take_less(missing)
        held.save(update_fields=["amount"])


def lapse(payment: Payment, attempt: PaymentAttempt, *, reason: str) -> None:
    """The bank does not give what it kept for us, inside a unit of work that has locked both."""
    payment.lapse()
    payment.save(update_fields=["state"])
    publish(
        PaymentLapsed(
            payment_id=payment.id,
            attempt_id=attempt.id,
            order_id=payment.order_id,
            amount=attempt.due,
            reason=reason,
        )
    )


def _held(payment: Payment) -> PaymentAttempt | None:
    return payment.attempts.select_for_update().filter(state=AttemptState.HELD).first()
