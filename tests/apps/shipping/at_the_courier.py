"""Does what the job and its courier would do about a shipment, without either."""

from uuid import UUID

from apps.shipping.models import Shipment
from apps.shipping.rules import Consignment, ConsignmentStatus
from apps.shipping.services import record_consignment, record_recall_refused
from shop.kernel import clock, jobs


def courier_says(order_id: UUID, status: str) -> None:
    """The job learns that its present consignment stands like this."""
    shipment = _claimed(order_id)
    consignment = Consignment(
        id=shipment.courier_id or f"sh_{shipment.reference}",
        reference=shipment.reference,
        status=ConsignmentStatus(status),
        tracking_number=f"TRACK-{shipment.reference}",
    )
    record_consignment(shipment_id=shipment.id, claims=shipment.claims, consignment=consignment)


def courier_keeps_it(order_id: UUID) -> None:
    """The job is told that the booking is not called off."""
    shipment = _claimed(order_id)
    record_recall_refused(shipment_id=shipment.id, claims=shipment.claims)


def _claimed(order_id: UUID) -> Shipment:
    """However long that takes: the claim of a job that died runs out."""
    Shipment.objects.filter(order_id=order_id, due_at__isnull=False).update(due_at=clock.now())
    shipment = jobs.claim(Shipment, Shipment.objects.get(order_id=order_id).id)
    assert shipment is not None
    return shipment
