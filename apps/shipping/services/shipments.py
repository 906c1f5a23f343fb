"""A shipment is asked for, and may be stopped before the parcel leaves."""

from collections.abc import Iterable
from dataclasses import asdict
from uuid import UUID

from apps.shipping.models import Shipment, ShipmentState
from apps.shipping.rules import Parcel
from shop.events.base import PostalAddress
from shop.events.shipping import ShipmentCancelled, ShipmentRequested
from shop.kernel.bus import publish
from shop.kernel.errors import NotYet
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def request_shipment(
    *, order_id: UUID, customer_id: UUID, address: PostalAddress, parcels: Iterable[Parcel]
) -> None:
    """The parcel is to be sent there. Nothing happens if that was asked for before."""
    if Shipment.objects.filter(order_id=order_id).exists():
        return
    shipment = Shipment(
        order_id=order_id,
        customer_id=customer_id,
        recipient_name=address.name,
        line1=address.line1,
        line2=address.line2,
        city=address.city,
        postal_code=address.postal_code,
        country=address.country,
        parcels=[asdict(parcel) for parcel in parcels],
    )
    shipment.name_cause(publish(ShipmentRequested(shipment_id=shipment.id, order_id=order_id)))
    shipment.save(force_insert=True)


@unit_of_work
def stop_shipment(*, order_id: UUID) -> UUID:
    """Cancels at once what no courier was asked for; else the job is due to ask the courier.

    Returns the shipment's id. Nothing happens if it is too late or was asked for before. Raises
    NotYet if the shipment has not been requested.
    """
    shipment = Shipment.objects.select_for_update().filter(order_id=order_id).first()
    if shipment is None:
        raise NotYet(f"The shipment of order {order_id} has not been requested.")
    if shipment.is_before_dispatch and shipment.state != ShipmentState.CANCELLING:
        _call_off(shipment)
    return shipment.id


def _call_off(shipment: Shipment) -> None:
    shipment.call_off()
    shipment.save(update_fields=["state", "due_at", "story"])
    if shipment.state == ShipmentState.CANCELLED:
        publish(ShipmentCancelled(shipment_id=shipment.id, order_id=shipment.order_id))
