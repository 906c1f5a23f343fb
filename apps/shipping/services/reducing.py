"""Something is left out of a parcel: at once, or when its courier has given it back."""

from collections.abc import Mapping
from uuid import UUID

from apps.shipping.models import Shipment, ShipmentState
from shop.events.shipping import ShipmentRecalled, ShipmentRequested
from shop.kernel.bus import publish
from shop.kernel.errors import DomainError
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def reduce_shipment(*, order_id: UUID, units: Mapping[str, int]) -> None:
    """So many units of each SKU are left out; what was recalled for it is booked anew.

    Raises NotAtOnce while a courier knows the parcel, DomainError when it is too late, and if it is
    just being requested.
    """
    shipment = _locked(order_id)
    was_recalled = shipment.state == ShipmentState.RECALLED
    shipment.leave_out(units)
    if was_recalled:
        asked = publish(ShipmentRequested(shipment_id=shipment.id, order_id=order_id))
        shipment.name_cause(asked)
    shipment.save(update_fields=["parcels", "state", "due_at", "story"])


@unit_of_work
def recall_shipment(*, order_id: UUID) -> UUID:
    """The courier is asked to give the parcel back, because something is to be left out of it.

    Returns the shipment's id. Raises DomainError when it is too late, and if it is just being
    requested.
    """
    shipment = _locked(order_id)
    shipment.recall()
    shipment.save()
    if shipment.state == ShipmentState.RECALLED:
        publish(ShipmentRecalled(shipment_id=shipment.id, order_id=order_id))
    return shipment.id


def _locked(order_id: UUID) -> Shipment:
    shipment = Shipment.objects.select_for_update().filter(order_id=order_id).first()
    if shipment is None:
        raise DomainError("The parcel is being asked for just now: try again in a moment.")
    return shipment
