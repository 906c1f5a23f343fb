"""Tells shipping what the other contexts would tell it, and looks into the courier's books."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from threading import Event as ThreadEvent
from typing import Any, TypeVar
from uuid import UUID

from apps.shipping.models import Shipment
from shop.events.base import Event, Money, PostalAddress
from shop.events.orders import OrderCancellationRequested, OrderConfirmed, OrderedItem
from shop.kernel import clock
from shop.kernel.bus import publish
from shop.kernel.identity import new_id
from shop.kernel.outbox.unit_of_work import unit_of_work
from tests.shop.sandbox.process import SandboxProcess

PRICE = Money(amount=Decimal("12.50"), currency="EUR")

T = TypeVar("T")


@unit_of_work
def happen(event: Event) -> None:
    """The event, as the context that owns it would publish it."""
    publish(event)


def order_is_confirmed(*, line1: str = "12 St James's Square", postal_code: str = "4000") -> UUID:
    """An order of two blue mugs is paid and may be sent; returns its id."""
    order_id = new_id()
    address = PostalAddress(
        name="Ada Lovelace", line1=line1, city="Porto", postal_code=postal_code, country="PT"
    )
    mugs = OrderedItem(
        line_id=new_id(), sku="MUG-BLUE", title="Blue mug", quantity=2, unit_price=PRICE
    )
    happen(
        OrderConfirmed(
            order_id=order_id,
            number="T-1",
            customer_id=new_id(),
            items=(mugs,),
            total=PRICE,
            delivery_address=address,
        )
    )
    return order_id


def cancellation_is_requested(order_id: UUID) -> None:
    happen(OrderCancellationRequested(order_id=order_id, number="T-1", customer_id=new_id()))


def shipment_of(order_id: UUID) -> Shipment:
    return Shipment.objects.get(order_id=order_id)


def consignments_of(sandbox: SandboxProcess, shipment: Shipment) -> list[dict[str, Any]]:
    """What the courier has in its books for the shipment as it is booked now."""
    with sandbox.client() as client:
        found = client.get("/courier/shipments", params={"reference": shipment.reference})
    return found.json()


def status_at_courier(sandbox: SandboxProcess, shipment: Shipment) -> str:
    """The status of the shipment's one and only consignment."""
    (consignment,) = consignments_of(sandbox, shipment)
    return consignment["status"]


def callbacks_of(sandbox: SandboxProcess, shipment: Shipment) -> list[dict[str, Any]]:
    """What the courier wants to tell about the shipment, oldest first."""
    with sandbox.client() as client:
        kept = client.get("/control/callbacks").json()
    bodies = [one["body"] for one in reversed(kept)]
    return [body for body in bodies if body["data"]["reference"] == str(shipment.id)]


@contextmanager
def later(**length: float) -> Iterator[None]:
    """`later(minutes=5)`: within the block, so much time has passed."""
    with clock.travelled_to(clock.now() + timedelta(**length)):
        yield


def wait_for_courier(sandbox: SandboxProcess, shipment: Shipment, status: str) -> None:
    """Until the courier's own clock has brought the consignment so far."""
    while status_at_courier(sandbox, shipment) != status:
        ThreadEvent().wait(0.05)
