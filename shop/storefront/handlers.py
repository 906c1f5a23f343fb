"""What the storefront does about facts: pages learn how orders and seats are now."""

from functools import partial
from typing import get_args

from django.db import transaction

from shop.events.inventory import SeatsChanged, TicketReleased, TicketReserved, TicketSold
from shop.events.orders import (
    OrderCancellationRequested,
    OrderCancelled,
    OrderConfirmed,
    OrderDelivered,
    OrderItemsCancellationRefused,
    OrderItemsCancellationRequested,
    OrderItemsCancelled,
    OrderRejected,
    OrderReleased,
    OrderReturned,
    OrderShipped,
)
from shop.events.payments import (
    PaymentActionRequired,
    PaymentAuthorised,
    PaymentFailed,
    PaymentLapsed,
    PaymentRefunded,
    PaymentRequested,
    PaymentSucceeded,
)
from shop.events.shipping import ShipmentBooked
from shop.kernel.bus import after
from shop.storefront import seats
from shop.storefront.tracking import announce_if_followed

OrderNews = (
    OrderCancellationRequested
    | OrderCancelled
    | OrderConfirmed
    | OrderDelivered
    | OrderItemsCancellationRefused
    | OrderItemsCancellationRequested
    | OrderItemsCancelled
    | OrderRejected
    | OrderReleased
    | OrderReturned
    | OrderShipped
    | PaymentActionRequired
    | PaymentAuthorised
    | PaymentFailed
    | PaymentLapsed
    | PaymentRefunded
    | PaymentRequested
    | PaymentSucceeded
    | ShipmentBooked
)
SeatNews = SeatsChanged | TicketReleased | TicketReserved | TicketSold
_BATCH = 50


def show_change_to_watchers(event: OrderNews) -> None:
    transaction.on_commit(partial(announce_if_followed, event.order_id), robust=True)


for _news in get_args(OrderNews):
    after(_news, batch=_BATCH)(show_change_to_watchers)


def show_seats_to_watchers(event: SeatNews) -> None:
    tell = partial(seats.announce_seats_if_followed, event.sku, since=seats.now())
    transaction.on_commit(tell, robust=True)


for _seat_news in get_args(SeatNews):
    after(_seat_news, batch=_BATCH)(show_seats_to_watchers)
