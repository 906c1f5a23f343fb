"""Stripe's PaymentIntents in the shop's own words."""

from datetime import UTC, datetime
from decimal import Decimal

import msgspec
from django.conf import settings

from apps.payments.rules import Action, ActionKind, Charge, ChargeStatus
from shop.events.base import Money
from shop.kernel.callbacks import OutsideId
from shop.kernel.errors import Unreachable
from shop.kernel.outside import Refused

# docs.stripe.com/currencies: minor units there, whatever they are elsewhere.
_WITHOUT_DECIMALS = {
    "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF",
    "XOF", "XPF",
}  # fmt: skip
_THREE_DECIMALS = {"BHD", "JOD", "KWD", "OMR", "TND"}
_STATUSES = {
    "requires_payment_method": ChargeStatus.DECLINED,
    "requires_action": ChargeStatus.REQUIRES_ACTION,
    "processing": ChargeStatus.PROCESSING,
    "requires_confirmation": ChargeStatus.PROCESSING,
    "requires_capture": ChargeStatus.AUTHORISED,
    "canceled": ChargeStatus.VOIDED,
    "succeeded": ChargeStatus.CAPTURED,
}


class LatestCharge(msgspec.Struct):
    amount_refunded: int


class Redirect(msgspec.Struct):
    url: str | None = None


class NextAction(msgspec.Struct):
    redirect_to_url: Redirect | None = None


class PaymentError(msgspec.Struct):
    code: str | None = None
    decline_code: str | None = None


class Intent(msgspec.Struct):
    """What we read of a PaymentIntent, whose latest charge is expanded, or of no interest yet."""

    id: str
    status: str
    amount: int
    currency: str
    created: int
    amount_received: int = 0
    metadata: dict[str, str] = {}
    latest_charge: LatestCharge | str | None = None
    last_payment_error: PaymentError | None = None
    next_action: NextAction | None = None
    cancellation_reason: str | None = None


class FailureDetails(msgspec.Struct):
    payment_intent: Intent | None = None


class Failure(msgspec.Struct):
    """An answer that is an error."""

    error: FailureDetails


class MessageObject(msgspec.Struct):
    id: OutsideId
    object: str = ""
    payment_intent: OutsideId | None = None


class MessageData(msgspec.Struct):
    object: MessageObject


class Message(msgspec.Struct):
    """What a webhook is about: a PaymentIntent, or a charge or refund that belongs to one."""

    data: MessageData


def charge_of(intent: Intent) -> Charge:
    """Raises Unreachable for a state that was not there when this was written."""
    currency = intent.currency.upper()
    refunded = _refunded(intent)
    error = intent.last_payment_error
    status = _status(intent, refunded)
    declined = status == ChargeStatus.DECLINED
    return Charge(
        id=intent.id,
        reference=intent.metadata.get("reference", ""),
        status=status,
        amount=_amount(intent.amount, currency),
        currency=currency,
        captured=_amount(intent.amount_received, currency),
        refunded=_amount(refunded, currency),
        decline_code=((error and (error.decline_code or error.code)) or "declined")
        if declined
        else None,
        action=_action(intent) if status == ChargeStatus.REQUIRES_ACTION else None,
    )


def units_of(money: Money) -> int:
    """The amount as Stripe counts it. Raises Refused where it cannot be said exactly."""
    units = money.amount.scaleb(_decimals(money.currency))
    coarse = 10 if money.currency in _THREE_DECIMALS else 1
    if units != int(units) or units % coarse:
        sentence = f"Stripe cannot charge {money.amount} {money.currency}."
        raise Refused(sentence, status=422)
    return int(units)


def _status(intent: Intent, refunded: int) -> ChargeStatus:
    status = _STATUSES.get(intent.status)
    if status is None:
        raise Unreachable(f"{intent.id} is {intent.status}, which nobody here understands.")
    if status == ChargeStatus.VOIDED and intent.cancellation_reason == "automatic":
        return ChargeStatus.EXPIRED
    if status == ChargeStatus.CAPTURED and refunded >= intent.amount_received:
        return ChargeStatus.REFUNDED
    return status


def _refunded(intent: Intent) -> int:
    """What the buyer got back: Stripe counts what was let go of an authorised amount as well."""
    charge = intent.latest_charge
    if isinstance(charge, LatestCharge):
        let_go = intent.amount - intent.amount_received
        return max(0, charge.amount_refunded - let_go)
    if intent.status == "succeeded":
        raise Unreachable(f"{intent.id} does not say how much of it was given back.")
    return 0


def _action(intent: Intent) -> Action:
    """The bank's page. It has no end of its own: the buyer has as long as his goods are held."""
    page = intent.next_action and intent.next_action.redirect_to_url
    if not page or not page.url:
        raise Unreachable(f"{intent.id} waits for what no page of ours can do.")
    begun = datetime.fromtimestamp(intent.created, UTC)
    return Action(
        kind=ActionKind.REDIRECT, url=page.url, page=page.url,
        expires_at=begun + settings.HOLD_LENGTH,
    )  # fmt: skip


def _amount(units: int, currency: str) -> Decimal:
    return Decimal(units).scaleb(-_decimals(currency))


def _decimals(currency: str) -> int:
    if currency in _WITHOUT_DECIMALS:
        return 0
    return 3 if currency in _THREE_DECIMALS else 2
