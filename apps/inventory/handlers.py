"""What inventory does about the facts of others, and about its own."""

from collections import Counter

from apps.inventory.queries import backordered_skus_of
from apps.inventory.rules import Site
from apps.inventory.services import (
    Arrival,
    ComingBack,
    Purchase,
    announce_stock,
    change_expected_units,
    commit_stock,
    expect_units,
    extend_hold,
    hold_stock,
    leave_all_waiting_lists,
    receive_expected_units,
    release_stock,
    release_units,
    require_warehouse,
    ship_stock,
    stop_expecting_units,
    take_back_stock,
    take_back_units,
)
from shop.events.accounts import UserErased
from shop.events.inventory import (
    StockReleased,
    StockReserved,
    WaitingListOffered,
    WaitingListOfferEnded,
)
from shop.events.orders import (
    MoreTimeRequested,
    OrderCancelled,
    OrderConfirmed,
    OrderItemsCancelled,
    OrderPlaced,
    ReturnReceived,
)
from shop.events.payments import PaymentAuthorised, PaymentSucceeded
from shop.events.shipping import ShipmentDispatched, ShipmentReturned
from shop.events.suppliers import (
    PurchaseOrderAcknowledged,
    PurchaseOrderCancelled,
    PurchaseOrderClosed,
    PurchaseOrderPlaced,
    PurchaseOrderReceived,
)
from shop.kernel.bus import after, during


@during(OrderPlaced)
def hold_ordered_stock(event: OrderPlaced) -> None:
    address = event.delivery_address
    buyer = Site(address.country, address.postal_code)
    hold_stock(
        order_id=event.order_id, items=event.items, customer_id=event.customer_id, buyer=buyer
    )


@during(MoreTimeRequested)
def keep_held_stock_longer(event: MoreTimeRequested) -> None:
    extend_hold(order_id=event.order_id)


@during(PaymentAuthorised)
def commit_stock_of_promised_money(event: PaymentAuthorised) -> None:
    commit_stock(order_id=event.order_id)


@during(PaymentSucceeded)
def commit_paid_stock(event: PaymentSucceeded) -> None:
    commit_stock(order_id=event.order_id)


@after(OrderConfirmed)
def hand_out_tickets(event: OrderConfirmed) -> None:
    """Tickets need no parcel; those of an order with goods leave the stock with these."""
    if not any(item.needs_shipping for item in event.items):
        ship_stock(order_id=event.order_id)


@after(OrderCancelled)
def release_cancelled_stock(event: OrderCancelled) -> None:
    release_stock(order_id=event.order_id)


@during(OrderItemsCancelled)
def release_cancelled_units(event: OrderItemsCancelled) -> None:
    units: Counter[str] = Counter()
    for item in event.items:
        units[item.sku] += item.quantity
    release_units(order_id=event.order_id, units=units)


@after(ShipmentDispatched)
def ship_dispatched_stock(event: ShipmentDispatched) -> None:
    ship_stock(order_id=event.order_id)


@after(ShipmentReturned)
def take_back_returned_stock(event: ShipmentReturned) -> None:
    take_back_stock(order_id=event.order_id)


@after(ReturnReceived)
def take_back_received_units(event: ReturnReceived) -> None:
    arrived = [
        ComingBack(
            sku=item.sku,
            restocked=item.restocked,
            damaged=item.damaged,
            discarded=item.discarded,
        )
        for item in event.items
    ]
    take_back_units(order_id=event.order_id, units=arrived)


@after(StockReserved)
def announce_reserved_stock(event: StockReserved) -> None:
    backordered = {item.sku for item in event.backordered}
    announce_stock(skus={item.sku for item in event.items} | backordered)


@after(StockReleased)
def announce_released_stock(event: StockReleased) -> None:
    announce_stock(skus={item.sku for item in event.items} | backordered_skus_of(event.order_id))


@after(WaitingListOffered)
def announce_offered_stock(event: WaitingListOffered) -> None:
    announce_stock(skus={event.sku})


@after(WaitingListOfferEnded)
def announce_stock_of_ended_offer(event: WaitingListOfferEnded) -> None:
    announce_stock(skus={event.sku})


@after(UserErased)
def forget_erased_customer(event: UserErased) -> None:
    leave_all_waiting_lists(customer_ids=[event.customer_id, *event.former_customer_ids])


@during(PurchaseOrderPlaced)
def refuse_unknown_warehouse(event: PurchaseOrderPlaced) -> None:
    require_warehouse(code=event.warehouse)


@after(PurchaseOrderPlaced)
def expect_ordered_units(event: PurchaseOrderPlaced) -> None:
    expect_units(
        purchase=Purchase(
            id=event.purchase_order_id,
            number=event.number,
            supplier=event.supplier,
            warehouse=event.warehouse,
        ),
        units={item.sku: item.quantity for item in event.items},
        expected_on=event.expected_on,
    )


@after(PurchaseOrderAcknowledged)
def expect_acknowledged_units(event: PurchaseOrderAcknowledged) -> None:
    change_expected_units(
        purchase_order_id=event.purchase_order_id,
        units={item.sku: item.quantity for item in event.expected},
        expected_on=event.expected_on,
    )


@after(PurchaseOrderReceived)
def receive_purchased_units(event: PurchaseOrderReceived) -> None:
    units = {item.sku: item.quantity for item in event.items}
    receive_expected_units(
        purchase_order_id=event.purchase_order_id,
        arrival=Arrival(receipt_id=event.receipt_id, units=units),
        outstanding={item.sku: item.quantity for item in event.outstanding},
        expected_on=event.expected_on,
    )


@after(PurchaseOrderClosed)
def stop_expecting_the_rest(event: PurchaseOrderClosed) -> None:
    stop_expecting_units(
        purchase_order_id=event.purchase_order_id, reason=f"closed, {event.reason}"
    )


@after(PurchaseOrderCancelled)
def stop_expecting_anything(event: PurchaseOrderCancelled) -> None:
    stop_expecting_units(
        purchase_order_id=event.purchase_order_id, reason=f"cancelled, {event.reason}"
    )
