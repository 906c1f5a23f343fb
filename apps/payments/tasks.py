"""Everything that speaks to the payment gateway. Each task works on one claimed row."""

from uuid import UUID

from celery import shared_task
from prometheus_client import Counter

from apps.payments.gateways import (
    PaymentGateway,
    SettlingGateway,
    UnknownCharge,
    gateway_named,
    gateways_after,
    gateways_for,
    settling_gateways,
)
from apps.payments.models import (
    GatewayCallback,
    PaymentAttempt,
    Refund,
    SavedCard,
    SettlementFeed,
)
from apps.payments.queries import attempt_of_charge
from apps.payments.rules import Charge, GatewayMove
from apps.payments.services import (
    ask_for_settlements,
    choose_gateway,
    look_again,
    pass_on,
    record_charge,
    record_forgotten_card,
    record_refund,
    record_refusal,
    record_refused_refund,
    record_statement,
)
from shop.kernel import clock, jobs
from shop.kernel.callbacks import NothingOfOurs, read_callback
from shop.kernel.errors import NotAsked, Unreachable
from shop.kernel.outside import Refused

passed_on = Counter(
    "payment_attempts_passed_on", "Attempts whose gateway gave no answer", ["gateway", "to"]
)


@shared_task(name="payments.collect", ignore_result=True)
def collect(attempt_id: str) -> None:
    """Brings one attempt as far as the gateway lets it come."""
    jobs.perform(PaymentAttempt, UUID(attempt_id), _collect)


@shared_task(name="payments.refund", ignore_result=True)
def refund(refund_id: str) -> None:
    """Gives one refund's money back."""
    jobs.perform(Refund, UUID(refund_id), _refund)


@shared_task(name="payments.forget_card", ignore_result=True)
def forget_card(card_id: str) -> None:
    """Has a card forgotten that its owner took out."""
    jobs.perform(SavedCard, UUID(card_id), _forget_card)


@shared_task(name="payments.understand_callback", ignore_result=True)
def understand(callback_id: str) -> None:
    """Finds out what a callback is about and carries its attempt on."""
    read_callback(GatewayCallback, UUID(callback_id), _understand)


@shared_task(name="payments.ask_for_settlements", ignore_result=True, expires=3600)
def ask_for_all_settlements() -> None:
    """Started by beat: whoever can tell what was settled is asked for it."""
    ask_for_settlements(settling_gateways())


@shared_task(name="payments.fetch_settlements", ignore_result=True)
def fetch_settlements(feed_id: str) -> None:
    """Keeps what a gateway settled since it was asked last."""
    jobs.perform(SettlementFeed, UUID(feed_id), _fetch)


def _collect(attempt: PaymentAttempt) -> None:
    try:
        charge = _charge_of(attempt)
    except Refused:
        record_refusal(attempt_id=attempt.id, claims=attempt.claims, reason="refused")
        return
    if charge is not None:
        _carry_on(attempt, charge)


def _carry_on(attempt: PaymentAttempt, charge: Charge) -> None:
    gateway = gateway_named(attempt.gateway)
    while move := record_charge(attempt_id=attempt.id, claims=attempt.claims, charge=charge):
        charge = _moved(attempt, charge, move=move, gateway=gateway)


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
    return gateway.capture(charge.id, amount=attempt.due, key=key)


def _refund(refund: Refund) -> None:
    attempt = refund.attempt
    gateway = gateway_named(attempt.gateway)
    try:
        gateway.refund(attempt.gateway_id, amount=refund.due, key=refund.key)
    except Refused as error:
        record_refused_refund(refund_id=refund.id, claims=refund.claims, refusal=str(error))
        return
    record_refund(refund_id=refund.id, claims=refund.claims)


def _forget_card(card: SavedCard) -> None:
    gateway_named(card.gateway).forget(card.token, key=f"{card.id}:forget")
    record_forgotten_card(card_id=card.id, claims=card.claims)


def _understand(callback: GatewayCallback) -> None:
    gateway = gateway_named(callback.provider)
    try:
        charge = gateway.fetch(gateway.charge_in(callback.body))
    except (UnknownCharge, Refused) as error:
        raise NothingOfOurs(str(error)) from error
    attempt_id = attempt_of_charge(charge, gateway=callback.provider)
    if attempt_id is None:
        raise NothingOfOurs(f"No attempt asked for charge {charge.id}.")
    look_again(attempt_id=attempt_id, gateway=callback.provider, charge=charge)
    collect(str(attempt_id))


def _fetch(feed: SettlementFeed) -> None:
    """Some lines a transaction, until there are none: so what is kept is complete until then."""
    gateway, place, complete_until = gateway_named(feed.provider), feed.place, None
    if not isinstance(gateway, SettlingGateway):
        raise Unreachable(f"{feed.provider} cannot be asked what it settled.")
    while complete_until is None:
        asked_at = clock.now()
        try:
            statement = gateway.settled(after=place)
        except Refused as error:
            raise Unreachable(str(error)) from error
        place = statement.place
        complete_until = None if statement.lines else asked_at
        record_statement(
            feed_id=feed.id, claims=feed.claims, statement=statement, complete_until=complete_until
        )
