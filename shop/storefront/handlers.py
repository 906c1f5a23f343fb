"""What the storefront does about facts: pages that show an order learn how it stands now."""

from functools import partial
from typing import get_args

from django.db import transaction

from shop.events.orders import (
    OrderCancellationRequested,
    OrderCancelled,
    OrderConfirmed,
    OrderDelivered,
    OrderRejected,
    OrderReleased,
    OrderReturned,
    OrderShipped,
)
from shop.events.payments import (
    PaymentActionRequired,
    PaymentFailed,
    PaymentRefunded,
    PaymentRequested,
    PaymentSucceeded,
)
from shop.events.shipping import ShipmentBooked
from shop.kernel.bus import after
from shop.storefront.tracking import announce_if_followed

OrderNews = (
    OrderCancellationRequested
    | OrderCancelled
    | OrderConfirmed
    | OrderDelivered
    | OrderRejected
    | OrderReleased
    | OrderReturned
    | OrderShipped
    | PaymentActionRequired
    | PaymentFailed
    | PaymentRefunded
    | PaymentRequested
    | PaymentSucceeded
    | ShipmentBooked
)
_BATCH = 50


def show_change_to_watchers(event: OrderNews) -> None:
    transaction.on_commit(partial(announce_if_followed, event.order_id), robust=True)


for _news in get_args(OrderNews):
    after(_news, batch=_BATCH)(show_change_to_watchers)
