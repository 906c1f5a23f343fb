"""What buyers are told about their order, in one place and in plain words."""

from enum import StrEnum


class Situation(StrEnum):
    """How an order stands, for the one who waits for it."""

    UNPAID = "unpaid"
    TIME_UP = "time_up"
    CHECKING = "checking"
    APPROVING = "approving"
    DECLINED = "declined"
    PROMISED = "promised"
    PAID = "paid"
    WAITING = "waiting"
    PACKED = "packed"
    STOPPING = "stopping"
    ON_ITS_WAY = "on_its_way"
    DELIVERED = "delivered"
    ADMITTING = "admitting"
    ADMITTED = "admitted"
    RETURNED = "returned"
    OVERDUE = "overdue"
    SOLD_OUT = "sold_out"
    CANCELLED = "cancelled"


HEADLINES = {
    Situation.UNPAID: "Waiting for your payment",
    Situation.TIME_UP: "The time to pay is over",
    Situation.CHECKING: "Your payment is being checked",
    Situation.APPROVING: "Waiting for you to approve",
    Situation.DECLINED: "The payment did not work",
    Situation.PROMISED: "Thank you, your order is confirmed",
    Situation.PAID: "Thank you, your order is paid",
    Situation.WAITING: "Paid, and some of it is still to come",
    Situation.PACKED: "Packed and ready",
    Situation.STOPPING: "We are stopping your parcel",
    Situation.ON_ITS_WAY: "On its way to you",
    Situation.DELIVERED: "Delivered",
    Situation.ADMITTING: "Thank you, your order is paid",
    Situation.ADMITTED: "You are in: your tickets are ready",
    Situation.RETURNED: "The parcel came back to us",
    Situation.OVERDUE: "Please pay for what you have ordered",
    Situation.SOLD_OUT: "Somebody was faster",
    Situation.CANCELLED: "This order was cancelled",
}

SENTENCES = {
    Situation.UNPAID: "Everything is kept for you until {pay_by}.",
    Situation.TIME_UP: "We no longer keep the goods for you. Nothing was charged.",
    Situation.CHECKING: "The bank is answering. This page goes on by itself.",
    Situation.APPROVING: "Approve the payment to go on; everything is kept until {pay_by}.",
    Situation.DECLINED: "{decline} Nothing was charged; everything is kept for you until {pay_by}.",
    Situation.PROMISED: "We are packing your parcel now. Your card is charged when it leaves.",
    Situation.PAID: "We are packing your parcel now.",
    Situation.WAITING: "{awaited} We send everything together, and write when a day changes.",
    Situation.PACKED: "The courier will fetch your parcel soon.",
    Situation.STOPPING: "If it has not left the house yet, you get all your money back.",
    Situation.ON_ITS_WAY: "The courier has your parcel.",
    Situation.DELIVERED: "Enjoy! We hope to see you again.",
    Situation.ADMITTING: "Your tickets are here in a moment.",
    Situation.ADMITTED: "Print them, or show them on your phone at the door.",
    Situation.RETURNED: "The courier could not hand it over. Write to us and we find a way.",
    Situation.OVERDUE: "Your bank did not give us the money that it had promised. It is still due.",
    Situation.SOLD_OUT: "Not everything is there any more. Nothing was ordered or charged.",
    Situation.CANCELLED: "{cancelled} {money}",
}

STOPPED_BY = {
    Situation.SOLD_OUT: "Sold out",
    Situation.CANCELLED: "Cancelled",
    Situation.RETURNED: "Came back",
}

_CANCELLED_BECAUSE = {
    "requested": "You asked for it.",
    "expired": "It was not paid in time.",
    "released": "The shop could not keep it any longer.",
    "stock_lost": "The payment came after the goods were given away.",
    "undeliverable": "The courier does not deliver to this address.",
    "payment_lapsed": "Your bank did not give us the money that it had promised.",
}

_PAID_BY = {
    "card": "paid by card",
    "upi_intent": "paid by UPI",
    "upi_collect": "paid by UPI",
    "wallet": "paid from your wallet",
}

CANCEL_UNPAID = "The order ends at once. Nothing is charged."
CANCEL_WAITING = "The order ends at once, and you get all your money back."
CANCEL_PAID = "We stop the parcel if it has not left yet, and give all your money back."


def paid_words(method: str) -> str:
    return _PAID_BY.get(method, "paid")


def cancel_words(reason: str) -> str:
    return _CANCELLED_BECAUSE.get(reason, "It will not be fulfilled.")
