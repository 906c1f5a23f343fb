"""The sandbox's charges as Stripe's objects."""

from collections.abc import Mapping

from shop.sandbox.charges import Charge, ChargeStatus

_STATUSES = {
    ChargeStatus.PROCESSING: "processing",
    ChargeStatus.REQUIRES_ACTION: "requires_action",
    ChargeStatus.AUTHORISED: "requires_capture",
    ChargeStatus.CAPTURED: "succeeded",
    ChargeStatus.REFUNDED: "succeeded",
    ChargeStatus.DECLINED: "requires_payment_method",
    ChargeStatus.VOIDED: "canceled",
    ChargeStatus.EXPIRED: "canceled",
}
_WITHOUT_CHARGE = {ChargeStatus.REQUIRES_ACTION, ChargeStatus.PROCESSING}
_TAKEN = {ChargeStatus.CAPTURED, ChargeStatus.REFUNDED}


def intent_of(charge: Charge) -> dict[str, object]:
    """A PaymentIntent whose latest charge is expanded."""
    waits = charge.status == ChargeStatus.REQUIRES_ACTION
    return {
        "id": _intent_id(charge),
        "object": "payment_intent",
        "amount": charge.amount,
        "amount_capturable": charge.amount if charge.status == ChargeStatus.AUTHORISED else 0,
        "amount_received": charge.captured,
        "cancellation_reason": "automatic" if charge.status == ChargeStatus.EXPIRED else None,
        "capture_method": "manual",
        "created": int(charge.created_at),
        "currency": charge.currency.lower(),
        "description": charge.description or None,
        "last_payment_error": _error(charge),
        "latest_charge": None if charge.status in _WITHOUT_CHARGE else _charge(charge),
        "livemode": False,
        "metadata": {"reference": charge.reference},
        "next_action": _next_action(charge) if waits else None,
        "payment_method_types": ["card"],
        "status": _STATUSES[charge.status],
    }


def refund_of(charge: Charge, *, amount: int, refund_id: str, at: float) -> Mapping[str, object]:
    return {
        "id": refund_id,
        "object": "refund",
        "amount": amount,
        "charge": charge.id,
        "created": int(at),
        "currency": charge.currency.lower(),
        "metadata": {},
        "payment_intent": _intent_id(charge),
        "status": "succeeded",
    }


def charge_id_of(intent: str) -> str:
    return intent.replace("pi_", "ch_", 1) if intent.startswith("pi_") else ""


def _intent_id(charge: Charge) -> str:
    return charge.id.replace("ch_", "pi_", 1)


def _charge(charge: Charge) -> dict[str, object]:
    details = {"address": None, "email": None, "name": None, "phone": None, "tax_id": None}
    declined = charge.status == ChargeStatus.DECLINED
    # What a capture leaves of the amount counts as given back there, but for the word `refunded`.
    left = charge.amount - charge.captured if charge.status in _TAKEN else 0
    return {
        "id": charge.id,
        "object": "charge",
        "amount": charge.amount,
        "amount_captured": charge.captured,
        "amount_refunded": charge.refunded + left,
        "billing_details": details,
        "captured": charge.status in _TAKEN,
        "created": int(charge.created_at),
        "currency": charge.currency.lower(),
        "disputed": False,
        "livemode": False,
        "metadata": {},
        "paid": not declined,
        "payment_intent": _intent_id(charge),
        "refunded": charge.status == ChargeStatus.REFUNDED,
        "status": "failed" if declined else "succeeded",
    }


def _error(charge: Charge) -> dict[str, object] | None:
    if charge.status != ChargeStatus.DECLINED:
        return None
    return {
        "type": "card_error",
        "code": "card_declined",
        "decline_code": charge.decline_code,
        "message": "Your card was declined.",
    }


def _next_action(charge: Charge) -> dict[str, object]:
    page = {"url": charge.page, "return_url": charge.return_url}
    return {"type": "redirect_to_url", "redirect_to_url": page}
