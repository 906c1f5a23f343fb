"""What happened to an order, told to people; nothing personal is in it."""

import re

from shop.events.base import Event, Money

_SENTENCES = {
    "OrderPlaced": "Order {number} was placed.",
    "OrderPendingPayment": "The order waits for {total}.",
    "MoreTimeRequested": "The buyer is still at it.",
    "OrderRejected": "The order was not taken: too little is in stock.",
    "OrderConfirmed": "The order is confirmed.",
    "OrderReleased": "Everything that the order waited for is there.",
    "OrderCancellationRequested": "The buyer wants the order stopped.",
    "OrderItemsCancellationRequested": "Units are to be left out of the parcel: {reason}.",
    "OrderItemsCancellationRefused": "Units that are not wanted are sent all the same: {reason}.",
    "OrderItemsCancelled": "Some units were cancelled: {reason}.",
    "OrderCancelled": "The order was cancelled: {reason}.",
    "OrderShipped": "The order left the house: {tracking_number}.",
    "OrderDelivered": "The buyer has got everything.",
    "OrderReturned": "The parcel came back.",
    "OrderPaymentRequested": "The buyer has the goods, and was asked for {amount}.",
    "RefundGranted": "{amount} is owed to the buyer: {reason}.",
    "ReturnRequested": "The buyer wants to send units back: {reason}.",
    "ReturnReceived": "What the buyer sent back arrived.",
    "ReturnRefused": "What the buyer wanted to send back is not taken: {reason}.",
    "InvoiceIssued": "The {kind} {invoice_number} was issued.",
    "OrderLinkRequested": "The link to the order was asked for again.",
    "OrderClaimed": "The order belongs to an account now.",
    "StockReserved": "The goods are held for the buyer until {expires_at:%Y-%m-%d %H:%M} UTC.",
    "StockHoldExtended": "The goods are held longer: until {expires_at:%Y-%m-%d %H:%M} UTC.",
    "StockRejected": "Not all of the goods could be held.",
    "StockCommitted": "The goods belong to the buyer.",
    "StockLost": "The money came too late: the goods were sold to somebody else.",
    "StockReleased": "The goods are for sale again: {reason}.",
    "BackorderRaised": "{quantity} x {sku} is still to come, {promised_for}.",
    "BackorderPromised": "{quantity} x {sku} is still to come, now {promised_for}.",
    "BackorderFilled": "{quantity} x {sku} came for the order.",
    "TicketReserved": "Ticket {number} {seat} is kept for the buyer.",
    "TicketSold": "Ticket {number} {seat} is the buyer's.",
    "TicketReleased": "Ticket {number} {seat} is for sale again: {reason}.",
    "TicketUsed": "Somebody went in with ticket {number} {seat}.",
    "PaymentRequested": "Payment attempt {attempt} asks for {amount}.",
    "PaymentActionRequired": "The buyer has to approve the payment.",
    "PaymentAuthorised": "The bank keeps {amount} until the goods leave.",
    "PaymentCaptureRequested": "What the bank keeps is taken now.",
    "PaymentLapsed": "The bank does not give the {amount} that it kept: {reason}.",
    "PaymentCaptured": "{amount} came in.",
    "PaymentSucceeded": "The order is paid.",
    "PaymentFailed": "Payment attempt {attempt} failed: {reason}.",
    "RefundRequested": "{amount} shall go back to the buyer: {reason}.",
    "RefundRetried": "The refund is tried again.",
    "RefundRefused": "The gateway refused to give {amount} back.",
    "PaymentRefunded": "{amount} went back to the buyer.",
    "ShipmentRequested": "A parcel is being prepared.",
    "ShipmentBooked": "The courier will fetch the parcel: {tracking_number}.",
    "ShipmentDispatched": "The courier has the parcel.",
    "ShipmentDelivered": "The courier delivered the parcel.",
    "ShipmentReturned": "The courier brought the parcel back.",
    "ShipmentRecalled": "The courier gave the parcel back: something is left out of it.",
    "ShipmentRecallRefused": "The courier does not give the parcel back.",
    "ShipmentCancelled": "The parcel will not be sent.",
}
_WORDS = re.compile(r"(?<!^)(?=[A-Z])")


def sentence_of(event: Event) -> str:
    """One sentence; for an event that nobody wrote one for, its name in words."""
    name = type(event).__name__
    sentence = _SENTENCES.get(name)
    if sentence is None:
        return f"{_WORDS.sub(' ', name).capitalize()}."
    said = sentence.format(**{field: _told(value) for field, value in vars(event).items()})
    return " ".join(said.split())


def _told(value: object) -> object:
    match value:
        case Money():
            return f"{value.amount} {value.currency}"
        case str():
            return value.replace("_", " ")
        case None:
            return "as soon as there is any"
    return value
