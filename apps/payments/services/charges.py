"""What a gateway says about a charge becomes the truth about its attempt and payment."""

from datetime import timedelta
from uuid import UUID

from apps.payments.models import MOVING_FIELDS, AttemptState, Payment, PaymentAttempt, PaymentState
from apps.payments.rules import Action, Charge, ChargeStatus, GatewayMove, NextMove
from apps.payments.services.cards import keep_card
from apps.payments.services.holding import hold, is_complete, lapse, waits_for_goods
from apps.payments.services.ledger import book_capture
from apps.payments.services.locks import locked_attempt
from apps.payments.services.refunds import ask_back, note_given_back, return_excess
from apps.payments.services.succeeding import succeed
from shop.events.payments import (
    PaymentActionRequired,
    PaymentCaptured,
    PaymentFailed,
)
from shop.kernel.bus import publish
from shop.kernel.errors import Unreachable
from shop.kernel.money import money
from shop.kernel.outbox.unit_of_work import unit_of_work

LOOK_AGAIN_AFTER = timedelta(seconds=15)


@unit_of_work
def record_charge(*, attempt_id: UUID, claims: int, charge: Charge) -> NextMove | None:
    """Takes over what the gateway says; returns what it is to be asked next.

    Money that nobody wants (any more) is let go, or asked back. Raises ClaimLost, and Unreachable
    for a charge in a currency that nobody asked for: its numbers would say nothing.
    """
    payment, attempt = locked_attempt(attempt_id)
    attempt.confirm_claim(claims)
    _confirm_currency(payment, charge)
    move = None
    match charge.status:
        case ChargeStatus.REQUIRES_ACTION if charge.action:
            move = _needs_buyer(payment, attempt, charge, charge.action)
        case ChargeStatus.PROCESSING | ChargeStatus.REQUIRES_ACTION:
            _keep_waiting(attempt, charge)
        case ChargeStatus.AUTHORISED:
            move = _authorised(payment, attempt, charge)
        case ChargeStatus.CAPTURED | ChargeStatus.REFUNDED:
            take_over_money(payment, attempt, charge)
        case ChargeStatus.DECLINED | ChargeStatus.VOIDED | ChargeStatus.EXPIRED:
            _ended(payment, attempt, charge)
    return NextMove(move, attempt.due) if move else None


@unit_of_work
def record_refusal(*, attempt_id: UUID, claims: int, reason: str) -> None:
    """The gateway did not take the question: no money will come of this attempt."""
    payment, attempt = locked_attempt(attempt_id)
    attempt.confirm_claim(claims)
    if attempt.is_wanted:
        _fail(payment, attempt, reason=reason)
    attempt.decline(reason)
    attempt.save()


def _confirm_currency(payment: Payment, charge: Charge) -> None:
    if charge.currency != payment.currency:
        raise Unreachable(
            f"Charge {charge.id} is in {charge.currency}, {payment} in {payment.currency}."
        )


def _keep_waiting(attempt: PaymentAttempt, charge: Charge) -> None:
    attempt.wait_for(charge.id)
    attempt.postpone(LOOK_AGAIN_AFTER)
    attempt.save(update_fields=MOVING_FIELDS)


def _needs_buyer(
    payment: Payment, attempt: PaymentAttempt, charge: Charge, action: Action
) -> GatewayMove | None:
    """Whether the time is over is for the gateway to say: it is asked until it has decided."""
    if not attempt.is_wanted:
        attempt.wait_for(charge.id)
        attempt.save(update_fields=MOVING_FIELDS)
        return GatewayMove.CANCEL
    is_news = attempt.state != AttemptState.NEEDS_ACTION
    attempt.ask_buyer(charge.id, action)
    attempt.postpone(LOOK_AGAIN_AFTER)
    attempt.save(update_fields=MOVING_FIELDS)
    if is_news:
        _publish_action(payment, attempt, action)
    return None


def _publish_action(payment: Payment, attempt: PaymentAttempt, action: Action) -> None:
    publish(
        PaymentActionRequired(
            payment_id=payment.id,
            attempt_id=attempt.id,
            order_id=payment.order_id,
            kind=action.kind,
        )
    )


def _authorised(payment: Payment, attempt: PaymentAttempt, charge: Charge) -> GatewayMove | None:
    if attempt.is_held:
        attempt.wait_on()
        attempt.save(update_fields=["due_at"])
        return None
    if attempt.is_wanted and waits_for_goods(payment, attempt):
        hold(payment, attempt, charge)
        return None
    attempt.authorise(charge.id)
    attempt.save(update_fields=MOVING_FIELDS)
    return GatewayMove.CAPTURE if attempt.is_wanted else GatewayMove.VOID


def take_over_money(payment: Payment, attempt: PaymentAttempt, charge: Charge) -> None:
    """The money is here, inside a unit of work that has locked payment and attempt.

    What is wanted pays the order, everything else is asked back: also what somebody took of an
    authorised amount at the gateway itself, without heeding that a part was credited.
    """
    was_wanted = attempt.is_wanted
    attempt.capture(charge)
    attempt.save()
    payment.take(charge.captured)
    payment.save(update_fields=["captured"])
    book_capture(payment, attempt)
    _publish_capture(payment, attempt, charge)
    if charge.refunded:
        note_given_back(payment, attempt)
    if not was_wanted:
        _return_rest(payment, attempt, reason="attempt_withdrawn")
    elif not attempt.amount <= charge.kept <= attempt.amount + payment.granted:
        _fail(payment, attempt, reason="wrong_amount")
        _return_rest(payment, attempt, reason="wrong_amount")
    else:
        # What was held has kept its card then, and its owner may have removed it since.
        if attempt.held_until is None:
            keep_card(attempt, charge, customer_id=payment.customer_id)
        if attempt.amount == payment.amount or is_complete(payment):
            succeed(payment, attempt)
            return_excess(payment)


def _publish_capture(payment: Payment, attempt: PaymentAttempt, charge: Charge) -> None:
    publish(
        PaymentCaptured(
            payment_id=payment.id,
            attempt_id=attempt.id,
            order_id=payment.order_id,
            amount=money(charge.captured, payment.currency),
        )
    )


def _return_rest(payment: Payment, attempt: PaymentAttempt, *, reason: str) -> None:
    if attempt.captured > attempt.promised_back:
        ask_back(payment, attempt, reason=reason)


def _ended(payment: Payment, attempt: PaymentAttempt, charge: Charge) -> None:
    reason = charge.decline_code or charge.status
    if attempt.is_wanted:
        _fail(payment, attempt, reason=reason)
    if charge.status == ChargeStatus.VOIDED:
        attempt.void(attempt.reason or reason)
    else:
        attempt.decline(reason)
    attempt.gateway_id = charge.id
    attempt.save()


def _fail(payment: Payment, attempt: PaymentAttempt, *, reason: str) -> None:
    """The wanted attempt brings nothing."""
    if payment.state == PaymentState.AUTHORISED:
        lapse(payment, attempt, reason=reason)
        return
    publish(
        PaymentFailed(
            payment_id=payment.id,
            attempt_id=attempt.id,
            attempt=attempt.number,
            order_id=payment.order_id,
            reason=reason,
            is_overdue=payment.state == PaymentState.LAPSED,
        )
    )
