"""What shipping does about what happens elsewhere, and about its own requests."""

from apps.shipping.models import CourierCallback, Shipment
from apps.shipping.rules import Parcel
from apps.shipping.services import request_shipment, stop_shipment
from shop.events.orders import OrderCancellationRequested, OrderConfirmed
from shop.events.shipping import CourierCalledBack, ShipmentRequested
from shop.kernel import jobs
from shop.kernel.bus import after


@after(OrderConfirmed)
def ship_confirmed_order(event: OrderConfirmed) -> None:
    request_shipment(
        order_id=event.order_id,
        customer_id=event.customer_id,
        address=event.delivery_address,
        parcels=[Parcel(sku=item.sku, quantity=item.quantity) for item in event.items],
    )


@after(OrderCancellationRequested)
def stop_unwanted_shipment(event: OrderCancellationRequested) -> None:
    jobs.wake(Shipment, stop_shipment(order_id=event.order_id))


@after(ShipmentRequested)
def ask_courier(event: ShipmentRequested) -> None:
    jobs.wake(Shipment, event.shipment_id)


@after(CourierCalledBack)
def read_callback(event: CourierCalledBack) -> None:
    jobs.wake(CourierCallback, event.callback_id)
