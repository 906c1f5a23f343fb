"""What outside systems commonly call the facts that are published here."""

from collections.abc import Sequence
from dataclasses import dataclass

from shop.events.accounts import UserRegistered
from shop.events.base import Event
from shop.events.catalog import ProductUpdated
from shop.events.inventory import StockUpdated
from shop.events.orders import (
    OrderConfirmed,
    OrderPendingPayment,
    OrderPlaced,
    OrderRejected,
    OrderShipped,
)
from shop.events.payments import PaymentFailed, PaymentRequested, PaymentSucceeded


@dataclass(frozen=True)
class OutsideName:
    """Other systems' `names` for what one of `events` says here; `remark` tells which, or where."""

    names: Sequence[str]
    events: Sequence[type[Event]]
    remark: str = ""


OUTSIDE_NAMES = (
    OutsideName(("OrderCreated", "ORDER_PLACED", "order.created"), (OrderPlaced,)),
    OutsideName(("Order Pending Payment",), (OrderPendingPayment,)),
    OutsideName(("PaymentProcessed", "PAYMENT_SUCCESS"), (PaymentSucceeded,)),
    OutsideName(("paymentevent",), (PaymentRequested,)),
    OutsideName(("payment.1", "payment.2"), (PaymentSucceeded, PaymentFailed), "`attempt` 1, 2"),
    OutsideName(("STOCK_UPDATED",), (StockUpdated,)),
    OutsideName(("ORDER_SHIPPED",), (OrderShipped,)),
    OutsideName(("user.created",), (UserRegistered,)),
    OutsideName(("ProductUpdated",), (ProductUpdated,)),
    OutsideName(
        ("the final status that an order service sends to a notification service",),
        (OrderConfirmed, OrderRejected),
        "`notification-events` tell what people were told",
    ),
)
