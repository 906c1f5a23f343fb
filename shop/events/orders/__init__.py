"""What orders tells the others: the life of an order."""

from shop.events.orders.aggregates import ORDER
from shop.events.orders.corrections import (
    CancelledItem,
    OrderItemsCancellationRefused,
    OrderItemsCancellationRequested,
    OrderItemsCancelled,
    RefundGranted,
    ReturnedItem,
    ReturnReceived,
    ReturnRefused,
    ReturnRequested,
)
from shop.events.orders.invoices import InvoiceIssued
from shop.events.orders.items import (
    GOODS,
    LONGEST_SEAT,
    MOST_TICKETS,
    SEAT,
    TICKETED,
    OrderedItem,
    Shortage,
)
from shop.events.orders.life import (
    OrderCancellationRequested,
    OrderCancelled,
    OrderConfirmed,
    OrderDelivered,
    OrderPaymentRequested,
    OrderReleased,
    OrderReturned,
    OrderShipped,
)
from shop.events.orders.people import OrderClaimed, OrderLinkAsked, OrderLinkRequested
from shop.events.orders.placing import (
    MoreTimeRequested,
    OrderPendingPayment,
    OrderPlaced,
    OrderRejected,
)

__all__ = [
    "GOODS",
    "LONGEST_SEAT",
    "MOST_TICKETS",
    "ORDER",
    "SEAT",
    "TICKETED",
    "CancelledItem",
    "InvoiceIssued",
    "MoreTimeRequested",
    "OrderCancellationRequested",
    "OrderCancelled",
    "OrderClaimed",
    "OrderConfirmed",
    "OrderDelivered",
    "OrderItemsCancellationRefused",
    "OrderItemsCancellationRequested",
    "OrderItemsCancelled",
    "OrderLinkAsked",
    "OrderLinkRequested",
    "OrderPaymentRequested",
    "OrderPendingPayment",
    "OrderPlaced",
    "OrderRejected",
    "OrderReleased",
    "OrderReturned",
    "OrderShipped",
    "OrderedItem",
    "RefundGranted",
    "ReturnReceived",
    "ReturnRefused",
    "ReturnRequested",
    "ReturnedItem",
    "Shortage",
]
