"""Everything that speaks to the payment gateway. Each task works on one claimed row."""

from uuid import UUID

import msgspec
from celery import shared_task

from apps.payments.gateways import PaymentGateway, UnknownCharge, payment_gateway
from apps.payments.models import GatewayCallback, PaymentAttempt, Refund
from apps.payments.queries import attempt_of_charge
from apps.payments.rules import Charge, GatewayMove
from apps.payments.services import (
    look_again,
    record_charge,
    record_refund,
    record_refusal,
    record_refused_refund,
)
from shop.kernel import jobs
from shop.kernel.callbacks import NothingOfOurs, OutsideId, message_of, read_callback
from shop.kernel.errors import Unreachable
from shop.kernel.outside import Refused


class CalledBackCharge(msgspec.Struct):
    id: OutsideId


class Message(msgspec.Struct):
    """The part of a callback's body that is needed: which charge it is about."""

    data: CalledBackCharge


@shared_task(name="payments.collect", ignore_result=True)
def collect(attempt_id: str) -> None:
    """Brings one attempt as far as the gateway lets it come."""
    jobs.perform(PaymentAttempt, UUID(attempt_id), _collect)


@shared_task(name="payments.refund", ignore_result=True)
def refund(refund_id: str) -> None:
    """Gives one refund's money back."""
    jobs.perform(Refund, UUID(refund_id), _refund)


@shared_task(name="payments.understand_callback", ignore_result=True)
def understand(callback_id: str) -> None:
    """Finds out what a callback is about and carries its attempt on."""
    read_callback(GatewayCallback, UUID(callback_id), _understand)


def _collect(attempt: PaymentAttempt) -> None:
    gateway = payment_gateway()
    try:
        charge = _charge_of(attempt, gateway)
    except Refused:
        record_refusal(attempt_id=attempt.id, claims=attempt.claims, reason="refused")
        return
    while move := record_charge(attempt_id=attempt.id, claims=attempt.claims, charge=charge):
        charge = _moved(attempt, charge, move=move, gateway=gateway)


def _charge_of(attempt: PaymentAttempt, gateway: PaymentGateway) -> Charge:
    """The charge as it is now, or by asking for it; asking again gets the first answer again."""
    if attempt.gateway_id:
        return _known_charge(attempt.gateway_id, gateway)
    return gateway.authorise(
        reference=str(attempt.id),
        amount=attempt.payment.due,
        description=attempt.payment.description,
        instrument=attempt.instrument,
        key=attempt.key_for("authorise"),
    )


def _known_charge(charge_id: str, gateway: PaymentGateway) -> Charge:
    try:
        return gateway.fetch(charge_id)
    except (UnknownCharge, Refused) as error:
        raise Unreachable(str(error)) from error


def _moved(
    attempt: PaymentAttempt, charge: Charge, *, move: GatewayMove, gateway: PaymentGateway
) -> Charge:
    """The charge after the move, or what it has become instead if the gateway refuses.

    Raises Unreachable if nothing moved.
    """
    try:
        moved = _asked(attempt, charge, move=move, gateway=gateway)
    except Refused:
        moved = _known_charge(charge.id, gateway)
    if moved.status == charge.status:
        raise Unreachable(f"The gateway did not {move} charge {charge.id}.")
    return moved


def _asked(
    attempt: PaymentAttempt, charge: Charge, *, move: GatewayMove, gateway: PaymentGateway
) -> Charge:
    key = attempt.key_for(move)
    if move in {GatewayMove.VOID, GatewayMove.CANCEL}:
        return gateway.void(charge.id, key=key)
    return gateway.capture(charge.id, amount=attempt.payment.due, key=key)


def _refund(refund: Refund) -> None:
    charge_id = refund.attempt.gateway_id
    try:
        payment_gateway().refund(charge_id, amount=refund.due, key=refund.key)
    except Refused as error:
        record_refused_refund(refund_id=refund.id, claims=refund.claims, refusal=str(error))
        return
    record_refund(refund_id=refund.id, claims=refund.claims)


def _understand(callback: GatewayCallback) -> None:
    message = message_of(callback, Message)
    try:
        charge = payment_gateway().fetch(message.data.id)
    except (UnknownCharge, Refused) as error:
        raise NothingOfOurs(str(error)) from error
    attempt_id = attempt_of_charge(charge)
    if attempt_id is None:
        raise NothingOfOurs(f"No attempt asked for charge {charge.id}.")
    look_again(attempt_id=attempt_id, charge=charge)
    collect(str(attempt_id))
