"""What front ends and buyers are told."""

from enum import StrEnum


class StatusWord(StrEnum):
    """A payment's status as front ends know it from other payment providers."""

    REQUIRES_PAYMENT_METHOD = "requires_payment_method"
    REQUIRES_ACTION = "requires_action"
    PROCESSING = "processing"
    REQUIRES_CAPTURE = "requires_capture"
    SUCCEEDED = "succeeded"
    CANCELED = "canceled"


_BECAUSE = {
    "card_declined": "The bank declined the card.",
    "insufficient_funds": "There was not enough money on the card.",
    "refused_by_buyer": "The payment was refused where it had to be approved.",
    "expired": "The payment was not approved in time.",
    "voided": "The bank let go of the payment.",
    "refused": "The bank does not know this card or UPI id.",
    "wrong_amount": "Another amount came in than was asked for; it goes back.",
    "superseded": "Another way to pay was chosen.",
    "passed_on": "The bank's computer did not answer, so another one was asked.",
    "order_cancelled": "The order was cancelled.",
    "nothing_left": "Nothing was left to pay.",
}


def sentence_about(reason: str) -> str:
    """Why an attempt brought no money, for its buyer; never empty for a reason."""
    return _BECAUSE.get(reason, "The bank did not allow this payment.") if reason else ""
