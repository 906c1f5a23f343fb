"""Tells inventory what the other contexts would tell it."""

from decimal import Decimal
from uuid import UUID

from shop.events.base import Event, Money, PostalAddress
from shop.events.orders import OrderCancelled, OrderConfirmed, OrderedItem, OrderPlaced
from shop.events.payments import PaymentSucceeded
from shop.events.shipping import ShipmentDispatched, ShipmentReturned
from shop.kernel.bus import publish
from shop.kernel.identity import new_id
from shop.kernel.outbox.unit_of_work import unit_of_work

PRICE = Money(amount=Decimal("9.90"), currency="EUR")
ADDRESS = PostalAddress(name="Ada", line1="1 Quay", city="Porto", postal_code="4000", country="PT")


@unit_of_work
def happen(event: Event) -> None:
    """The event, as the context that owns it would publish it."""
    publish(event)


def place_order(*lines: tuple[str, int], customer_id: UUID | None = None) -> UUID:
    """An order of the lines (SKU, quantity) is placed; returns its id."""
    return _place(items(*lines), customer_id)


def _place(lines: tuple[OrderedItem, ...], customer_id: UUID | None = None) -> UUID:
    order_id = new_id()
    happen(
        OrderPlaced(
            order_id=order_id,
            number=f"T-{order_id.hex[-8:]}",
            customer_id=customer_id or new_id(),
            items=lines,
            total=PRICE,
            email="ada@example.com",
            delivery_address=ADDRESS,
        )
    )
    return order_id


def items(*lines: tuple[str, int]) -> tuple[OrderedItem, ...]:
    return tuple(
        OrderedItem(line_id=new_id(), sku=sku, title=sku, quantity=quantity, unit_price=PRICE)
        for sku, quantity in lines
    )


def place_ticket_order(*lines: OrderedItem, customer_id: UUID | None = None) -> UUID:
    """An order of these lines, as `tickets` and `items` make them."""
    return _place(lines, customer_id)


def tickets(sku: str, quantity: int = 0, *seats: str) -> OrderedItem:
    """A line of so many tickets, or of one for each of the seats."""
    return OrderedItem(
        line_id=new_id(),
        sku=sku,
        title=sku,
        quantity=quantity or len(seats),
        unit_price=PRICE,
        kind="ticketed",
        seats=seats,
    )


def pay(order_id: UUID) -> None:
    happen(
        PaymentSucceeded(
            payment_id=new_id(), attempt_id=new_id(), attempt=1, order_id=order_id, amount=PRICE
        )
    )


def cancel(order_id: UUID) -> None:
    happen(
        OrderCancelled(
            order_id=order_id,
            number="T-1",
            customer_id=new_id(),
            items=(),
            total=PRICE,
            reason="requested",
        )
    )


def confirm(order_id: UUID, *lines: OrderedItem) -> None:
    happen(
        OrderConfirmed(
            order_id=order_id,
            number="T-1",
            customer_id=new_id(),
            items=lines,
            total=PRICE,
            delivery_address=ADDRESS,
        )
    )


def dispatch_parcel(order_id: UUID) -> None:
    happen(ShipmentDispatched(shipment_id=new_id(), order_id=order_id, tracking_number="TRK1"))


def return_parcel(order_id: UUID) -> None:
    happen(ShipmentReturned(shipment_id=new_id(), order_id=order_id))
