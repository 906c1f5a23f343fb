"""What shipping does about what happens elsewhere, and about its own requests."""

from collections import Counter

from apps.shipping.models import CourierCallback, Shipment
from apps.shipping.rules import Parcel
from apps.shipping.services import (
    forget_recipients,
    hand_shipment_over,
    recall_shipment,
    reduce_shipment,
    request_shipment,
    require_no_parcel_under_way,
    stop_shipment,
)
from shop.events.accounts import UserErased
from shop.events.orders import (
    OrderCancellationRequested,
    OrderClaimed,
    OrderConfirmed,
    OrderItemsCancellationRequested,
    OrderItemsCancelled,
    OrderReleased,
)
from shop.events.shipping import CourierCalledBack, ShipmentRequested
from shop.kernel import jobs
from shop.kernel.bus import after, during


@after(OrderConfirmed)
def ship_confirmed_order(event: OrderConfirmed) -> None:
    if not event.waits_for_stock:
        _ship(event)


@after(OrderReleased)
def ship_order_that_waited(event: OrderReleased) -> None:
    _ship(event)


def _ship(event: OrderConfirmed | OrderReleased) -> None:
    parcels = [
        Parcel(sku=item.sku, quantity=item.quantity) for item in event.items if item.needs_shipping
    ]
    if parcels:
        request_shipment(
            order_id=event.order_id,
            customer_id=event.customer_id,
            address=event.delivery_address,
            parcels=parcels,
        )


@after(OrderCancellationRequested)
def stop_unwanted_shipment(event: OrderCancellationRequested) -> None:
    jobs.wake(Shipment, stop_shipment(order_id=event.order_id))


@during(OrderItemsCancelled)
def leave_cancelled_units_out(event: OrderItemsCancelled) -> None:
    if event.waited_for_stock:
        return
    units: Counter[str] = Counter()
    for item in event.items:
        units[item.sku] += item.quantity
    reduce_shipment(order_id=event.order_id, units=units)


@during(OrderItemsCancellationRequested)
def recall_parcel_with_unwanted_units(event: OrderItemsCancellationRequested) -> None:
    jobs.wake(Shipment, recall_shipment(order_id=event.order_id))


@after(OrderClaimed)
def follow_claimed_order(event: OrderClaimed) -> None:
    hand_shipment_over(order_id=event.order_id, customer_id=event.customer_id)


@during(UserErased)
def keep_recipient_of_parcel_under_way(event: UserErased) -> None:
    require_no_parcel_under_way(customer_ids=[event.customer_id, *event.former_customer_ids])


@after(UserErased)
def forget_erased_recipient(event: UserErased) -> None:
    forget_recipients(customer_ids=[event.customer_id, *event.former_customer_ids])


@after(ShipmentRequested)
def ask_courier(event: ShipmentRequested) -> None:
    jobs.wake(Shipment, event.shipment_id)


@after(CourierCalledBack)
def read_callback(event: CourierCalledBack) -> None:
    jobs.wake(CourierCallback, event.callback_id)
