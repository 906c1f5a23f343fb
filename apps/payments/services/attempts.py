"""The buyer tries to pay, and tries again."""

from decimal import Decimal
from uuid import UUID

from django.db.models import Max

from apps.payments.models import MOVING_FIELDS, Payment, PaymentAttempt
from apps.payments.rules import (
    Charge,
    ChargeStatus,
    Instrument,
    Method,
    confirm_saved_card_alone,
    instrument_of,
)
from apps.payments.services.cards import card_to_pay_with
from apps.payments.services.charges import take_over_money
from apps.payments.services.locks import locked_attempt
from apps.payments.services.refunds import return_what_is_kept
from apps.payments.services.wallets import pay_from_wallet
from apps.payments.services.withdrawing import withdraw_open_attempts
from shop.events.payments import PaymentRequested
from shop.kernel.bus import publish
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def start_attempt(
    *,
    order_id: UUID,
    method: Method = Method.CARD,
    token: str = "",
    vpa: str = "",
    return_url: str = "",
    wallet_amount: Decimal = Decimal(0),
    keep: bool = False,
    saved_card: UUID | None = None,
) -> None:
    """Asks for the order's money in this way, instead of in the way that was chosen before.

    `token` stands for the card, which is kept for the buyer if he wishes to `keep` it, and
    `saved_card` is one of those; `vpa` is the UPI id to ask; a page where the buyer approves leads
    to `return_url`. A wallet pays at once, all of it or, before the rest is asked for in another
    way, `wallet_amount` (major units). What an earlier choice took from it is back in it first.
    Raises InvalidInput if something is missing, DomainError if the order is paid or cancelled,
    NotEnoughMoney if the wallet holds too little, NotFound for a card that is not the buyer's.
    """
    payment = Payment.objects.select_for_update().get(order_id=order_id)
    if saved_card is None:
        instrument = instrument_of(method, token=token, vpa=vpa, return_url=return_url, keep=keep)
    else:
        confirm_saved_card_alone(method, token=token, keep=keep)
        card = card_to_pay_with(saved_card, customer_id=payment.customer_id)
        instrument = card.instrument(return_url=return_url)
    payment.confirm_open()
    if wallet_amount:
        payment.confirm_part(wallet_amount, instrument.method)
    withdraw_open_attempts(payment, reason="superseded")
    return_what_is_kept(payment, reason="superseded")
    if wallet_amount:
        wallet = Instrument(method=Method.WALLET)
        _pay_at_once(payment, _new_attempt(payment, wallet, wallet_amount))
    attempt = _new_attempt(payment, instrument, payment.owed.amount - wallet_amount)
    if instrument.method == Method.WALLET:
        _pay_at_once(payment, attempt)
    else:
        _ask_gateway(payment, attempt)


@unit_of_work
def choose_gateway(*, attempt_id: UUID, claims: int, gateway: str) -> bool:
    """Notes whom a claim is about to ask, of an attempt that nobody was asked for yet.

    False for one that nobody wants any more: it is over, as if it had never been. Raises ClaimLost.
    """
    attempt = PaymentAttempt.objects.select_for_update().get(pk=attempt_id)
    attempt.confirm_claim(claims)
    if not attempt.is_wanted:
        attempt.void(attempt.reason)
        attempt.save(update_fields=MOVING_FIELDS)
        return False
    attempt.go_to(gateway)
    attempt.save(update_fields=["gateway"])
    return True


@unit_of_work
def pass_on(*, attempt_id: UUID, claims: int, gateway: str) -> bool:
    """Another gateway is asked for the money of an attempt whose own one did not answer.

    That one may have acted: the attempt is withdrawn, and its job undoes what it finds there.
    False if nobody wants the money any more, or a charge is known: it will be found out about.
    Raises ClaimLost.
    """
    payment, attempt = locked_attempt(attempt_id)
    attempt.confirm_claim(claims)
    if not attempt.is_wanted or attempt.gateway_id:
        return False
    instrument = attempt.instrument
    attempt.withdraw("passed_on")
    attempt.save(update_fields=MOVING_FIELDS)
    _ask_gateway(payment, _new_attempt(payment, instrument, attempt.amount, gateway=gateway))
    return True


def _new_attempt(
    payment: Payment, instrument: Instrument, amount: Decimal, *, gateway: str = ""
) -> PaymentAttempt:
    return PaymentAttempt(
        payment=payment,
        number=_next_number(payment),
        amount=amount,
        method=instrument.method,
        token=instrument.token,
        return_url=instrument.return_url,
        keeps=instrument.keep,
        gateway=gateway,
    )


def _pay_at_once(payment: Payment, attempt: PaymentAttempt) -> None:
    entry_id = pay_from_wallet(payment, attempt)
    charge = Charge(
        id=str(entry_id),
        reference=str(attempt.id),
        status=ChargeStatus.CAPTURED,
        amount=attempt.amount,
        currency=payment.currency,
        captured=attempt.amount,
        refunded=Decimal(0),
    )
    take_over_money(payment, attempt, charge)


def _ask_gateway(payment: Payment, attempt: PaymentAttempt) -> None:
    cause = publish(
        PaymentRequested(
            payment_id=payment.id,
            attempt_id=attempt.id,
            attempt=attempt.number,
            order_id=payment.order_id,
            amount=attempt.due,
            method=attempt.method,
        )
    )
    attempt.name_cause(cause)
    attempt.save(force_insert=True)


def _next_number(payment: Payment) -> int:
    highest: int | None = payment.attempts.aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1
