"""What a gateway says about a charge becomes the truth about its attempt and payment."""

from datetime import timedelta
from uuid import UUID

from apps.payments.models import Payment, PaymentAttempt
from apps.payments.rules import Charge, ChargeStatus, GatewayMove
from apps.payments.services.locks import locked_attempt
from apps.payments.services.refunds import ask_back
from shop.events.payments import PaymentCaptured, PaymentFailed, PaymentSucceeded
from shop.kernel.bus import publish
from shop.kernel.money import money
from shop.kernel.outbox.unit_of_work import unit_of_work

LOOK_AGAIN_AFTER = timedelta(seconds=15)


@unit_of_work
def record_charge(*, attempt_id: UUID, claims: int, charge: Charge) -> GatewayMove | None:
    """Takes over what the gateway says; returns what it is to be asked next.

    Money that nobody wants (any more) is let go, or asked back. Raises ClaimLost.
    """
    payment, attempt = locked_attempt(attempt_id)
    attempt.confirm_claim(claims)
    move = None
    match charge.status:
        case ChargeStatus.PROCESSING:
            _keep_waiting(attempt, charge)
        case ChargeStatus.AUTHORISED:
            move = _authorised(attempt, charge)
        case ChargeStatus.CAPTURED | ChargeStatus.REFUNDED:
            _captured(payment, attempt, charge)
        case ChargeStatus.DECLINED | ChargeStatus.VOIDED:
            _ended(payment, attempt, charge)
    return move


@unit_of_work
def record_refusal(*, attempt_id: UUID, claims: int, reason: str) -> None:
    """The gateway did not take the question: no money will come of this attempt."""
    payment, attempt = locked_attempt(attempt_id)
    attempt.confirm_claim(claims)
    if attempt.is_wanted:
        _publish_failure(payment, attempt, reason=reason)
    attempt.decline(reason)
    attempt.save()


def _keep_waiting(attempt: PaymentAttempt, charge: Charge) -> None:
    attempt.wait_for(charge.id)
    attempt.postpone(LOOK_AGAIN_AFTER)
    attempt.save(update_fields=["state", "gateway_id", "due_at"])


def _authorised(attempt: PaymentAttempt, charge: Charge) -> GatewayMove:
    attempt.authorise(charge.id)
    attempt.save(update_fields=["state", "gateway_id"])
    return GatewayMove.CAPTURE if attempt.is_wanted else GatewayMove.VOID


def _captured(payment: Payment, attempt: PaymentAttempt, charge: Charge) -> None:
    was_wanted = attempt.is_wanted
    attempt.capture(charge)
    attempt.save()
    payment.take(charge.captured)
    payment.give_back(charge.refunded)
    payment.save(update_fields=["captured", "refunded"])
    _publish_capture(payment, attempt, charge)
    if not was_wanted:
        _return_rest(payment, attempt, reason="attempt_withdrawn")
    elif charge.kept == payment.amount:
        _succeed(payment, attempt)
    else:
        _publish_failure(payment, attempt, reason="wrong_amount")
        _return_rest(payment, attempt, reason="wrong_amount")


def _publish_capture(payment: Payment, attempt: PaymentAttempt, charge: Charge) -> None:
    publish(
        PaymentCaptured(
            payment_id=payment.id,
            attempt_id=attempt.id,
            order_id=payment.order_id,
            amount=money(charge.captured, payment.currency),
        )
    )


def _succeed(payment: Payment, attempt: PaymentAttempt) -> None:
    payment.pay()
    payment.save(update_fields=["state"])
    publish(
        PaymentSucceeded(
            payment_id=payment.id,
            attempt_id=attempt.id,
            attempt=attempt.number,
            order_id=payment.order_id,
            amount=payment.due,
        )
    )


def _return_rest(payment: Payment, attempt: PaymentAttempt, *, reason: str) -> None:
    if attempt.captured > attempt.promised_back:
        ask_back(payment, attempt, reason=reason)


def _ended(payment: Payment, attempt: PaymentAttempt, charge: Charge) -> None:
    reason = charge.decline_code or charge.status
    if attempt.is_wanted:
        _publish_failure(payment, attempt, reason=reason)
    if charge.status == ChargeStatus.DECLINED:
        attempt.decline(reason)
    else:
        attempt.void(attempt.reason or reason)
    attempt.gateway_id = charge.id
    attempt.save()


def _publish_failure(payment: Payment, attempt: PaymentAttempt, *, reason: str) -> None:
    publish(
        PaymentFailed(
            payment_id=payment.id,
            attempt_id=attempt.id,
            attempt=attempt.number,
            order_id=payment.order_id,
            reason=reason,
        )
    )
