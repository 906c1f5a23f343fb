"""An attempt is brought as far as its gateway lets it come."""

from uuid import UUID

from celery import shared_task
from prometheus_client import Counter

from apps.payments.gateways import (
    PaymentGateway,
    UnknownCharge,
    gateway_named,
    gateways_after,
    gateways_for,
)
from apps.payments.models import PaymentAttempt
from apps.payments.rules import Charge, GatewayMove, NextMove
from apps.payments.services import (
    ask_before_it_lapses,
    choose_gateway,
    pass_on,
    record_charge,
    record_refusal,
)
from shop.kernel import jobs
from shop.kernel.errors import NotAsked, Unreachable
from shop.kernel.outside import Refused

passed_on = Counter(
    "payment_attempts_passed_on", "Attempts whose gateway gave no answer", ["gateway", "to"]
)


@shared_task(name="payments.collect", ignore_result=True)
def collect(attempt_id: str) -> None:
    """Brings one attempt as far as the gateway lets it come."""
    jobs.perform(PaymentAttempt, UUID(attempt_id), _collect)


def _collect(attempt: PaymentAttempt) -> None:
    if attempt.was_held_long_enough:
        ask_before_it_lapses(attempt_id=attempt.id, claims=attempt.claims)
    try:
        charge = _charge_of(attempt)
    except Refused:
        record_refusal(attempt_id=attempt.id, claims=attempt.claims, reason="refused")
        return
    if charge is not None:
        _carry_on(attempt, charge)


def _carry_on(attempt: PaymentAttempt, charge: Charge) -> None:
    gateway = gateway_named(attempt.gateway)
    while step := record_charge(attempt_id=attempt.id, claims=attempt.claims, charge=charge):
        charge = _moved(attempt, charge, step=step, gateway=gateway)


def _charge_of(attempt: PaymentAttempt) -> Charge | None:
    """The charge as it is now, or by asking for it; None if nobody wants it any more."""
    if attempt.gateway_id:
        return _known_charge(attempt.gateway_id, gateway_named(attempt.gateway))
    if attempt.may_be_known:
        return _authorised_again(attempt)
    return _authorised_by_first(attempt)


def _authorised_by_first(attempt: PaymentAttempt) -> Charge | None:
    """By the first gateway that can be asked: those before it surely do not know of it."""
    began_with = attempt.gateway
    for name in gateways_for(attempt.instrument, beginning=began_with):
        if not _chosen(attempt, name):
            return None
        try:
            return _authorised(attempt)
        except NotAsked as error:
            nobody = error
        except Unreachable:
            _pass_on(attempt)
            raise
    if not _chosen(attempt, began_with):
        return None
    raise nobody


def _chosen(attempt: PaymentAttempt, name: str) -> bool:
    """Whether it is still wanted; then the row says whom it is put to."""
    if attempt.gateway == name:
        return True
    attempt.gateway = name
    return choose_gateway(attempt_id=attempt.id, claims=attempt.claims, gateway=name)


def _authorised_again(attempt: PaymentAttempt) -> Charge:
    """The first answer again, if there was one. A gateway that cannot be asked may have acted."""
    try:
        return _authorised(attempt)
    except Unreachable:
        _pass_on(attempt)
        raise


def _authorised(attempt: PaymentAttempt) -> Charge:
    return gateway_named(attempt.gateway).authorise(
        reference=str(attempt.id),
        amount=attempt.due,
        description=attempt.payment.description,
        instrument=attempt.instrument,
        key=attempt.key_for("authorise"),
    )


def _pass_on(attempt: PaymentAttempt) -> None:
    for name in gateways_after(attempt.gateway, attempt.instrument)[:1]:
        if pass_on(attempt_id=attempt.id, claims=attempt.claims, gateway=name):
            passed_on.labels(attempt.gateway, name).inc()


def _known_charge(charge_id: str, gateway: PaymentGateway) -> Charge:
    try:
        return gateway.fetch(charge_id)
    except (UnknownCharge, Refused) as error:
        raise Unreachable(str(error)) from error


def _moved(
    attempt: PaymentAttempt, charge: Charge, *, step: NextMove, gateway: PaymentGateway
) -> Charge:
    """The charge after the move, or what it has become instead if the gateway refuses.

    Raises Unreachable if nothing moved.
    """
    try:
        moved = _asked(attempt, charge, step=step, gateway=gateway)
    except Refused:
        moved = _known_charge(charge.id, gateway)
    if moved.status == charge.status:
        raise Unreachable(f"The gateway did not {step.move} charge {charge.id}.")
    return moved


def _asked(
    attempt: PaymentAttempt, charge: Charge, *, step: NextMove, gateway: PaymentGateway
) -> Charge:
    key = attempt.key_for(step.move)
    if step.move in {GatewayMove.VOID, GatewayMove.CANCEL}:
        return gateway.void(charge.id, key=key)
    return gateway.capture(charge.id, amount=step.amount, key=key)
