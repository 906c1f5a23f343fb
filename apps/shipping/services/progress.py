"""What a courier says about a consignment becomes the truth about its shipment.

A shipment takes every step of its way once and in order, also when several are learned at once or
old news arrive late.
"""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from apps.shipping.models import Shipment, ShipmentState
from apps.shipping.rules import Consignment, ConsignmentStatus
from shop.events.shipping import (
    ShipmentBooked,
    ShipmentCancelled,
    ShipmentDelivered,
    ShipmentDispatched,
    ShipmentRecalled,
    ShipmentRecallRefused,
    ShipmentReturned,
)
from shop.kernel.bus import publish
from shop.kernel.outbox.unit_of_work import unit_of_work

LOOK_AGAIN_AFTER = timedelta(seconds=30)
Step = Callable[[Shipment, Consignment], None]


@unit_of_work
def record_consignment(*, shipment_id: UUID, claims: int, consignment: Consignment) -> Shipment:
    """What the job with this claim learned; returns the shipment as it is now.

    Raises ClaimLost.
    """
    shipment = Shipment.objects.select_for_update().get(pk=shipment_id)
    shipment.confirm_claim(claims)
    _walk(shipment, consignment)
    shipment.look_again_after(LOOK_AGAIN_AFTER)
    shipment.save()
    return shipment


@unit_of_work
def hear_of_consignment(*, shipment_id: UUID, consignment: Consignment) -> None:
    """What somebody else than the job learned: the job's claim stays as it is.

    Old news of a consignment that was called off meanwhile change nothing.
    """
    shipment = Shipment.objects.select_for_update().get(pk=shipment_id)
    if not shipment.is_booked_as(consignment):
        return
    _walk(shipment, consignment)
    shipment.save()


@unit_of_work
def record_undeliverable(*, shipment_id: UUID, claims: int) -> None:
    """The courier refused the booking: nothing will be sent. Raises ClaimLost."""
    shipment = Shipment.objects.select_for_update().get(pk=shipment_id)
    shipment.confirm_claim(claims)
    if shipment.state == ShipmentState.CANCELLING:
        shipment.cancel()
    else:
        shipment.refuse()
    shipment.save()
    publish(ShipmentCancelled(shipment_id=shipment.id, order_id=shipment.order_id))


@unit_of_work
def record_recall_refused(*, shipment_id: UUID, claims: int) -> None:
    """The courier does not give the parcel back: it goes as it is. Raises ClaimLost.

    Nothing changes if all of it is to be stopped meanwhile.
    """
    shipment = Shipment.objects.select_for_update().get(pk=shipment_id)
    shipment.confirm_claim(claims)
    if shipment.state != ShipmentState.RECALLING:
        return
    shipment.stay()
    shipment.look_again_after(LOOK_AGAIN_AFTER)
    shipment.save()
    publish(ShipmentRecallRefused(shipment_id=shipment.id, order_id=shipment.order_id))


def _walk(shipment: Shipment, consignment: Consignment) -> None:
    for step in _WAY_TO[consignment.status]:
        step(shipment, consignment)


def _book(shipment: Shipment, consignment: Consignment) -> None:
    if shipment.courier_id or not shipment.is_before_dispatch:
        return
    shipment.book(consignment)
    publish(
        ShipmentBooked(
            shipment_id=shipment.id,
            order_id=shipment.order_id,
            tracking_number=shipment.tracking_number,
        )
    )


def _dispatch(shipment: Shipment, _: Consignment) -> None:
    if not shipment.is_before_dispatch:
        return
    shipment.dispatch()
    publish(
        ShipmentDispatched(
            shipment_id=shipment.id,
            order_id=shipment.order_id,
            tracking_number=shipment.tracking_number,
        )
    )


def _deliver(shipment: Shipment, _: Consignment) -> None:
    if shipment.state == ShipmentState.DISPATCHED:
        shipment.deliver()
        publish(ShipmentDelivered(shipment_id=shipment.id, order_id=shipment.order_id))


def _come_back(shipment: Shipment, _: Consignment) -> None:
    if shipment.state == ShipmentState.DISPATCHED:
        shipment.come_back()
        publish(ShipmentReturned(shipment_id=shipment.id, order_id=shipment.order_id))


def _cancel(shipment: Shipment, _: Consignment) -> None:
    if shipment.state == ShipmentState.RECALLING:
        shipment.come_free()
        publish(ShipmentRecalled(shipment_id=shipment.id, order_id=shipment.order_id))
    elif shipment.is_before_dispatch:
        shipment.cancel()
        publish(ShipmentCancelled(shipment_id=shipment.id, order_id=shipment.order_id))


_WAY_TO: dict[ConsignmentStatus, tuple[Step, ...]] = {
    ConsignmentStatus.BOOKED: (_book,),
    ConsignmentStatus.DISPATCHED: (_book, _dispatch),
    ConsignmentStatus.DELIVERED: (_book, _dispatch, _deliver),
    ConsignmentStatus.RETURNED: (_book, _dispatch, _come_back),
    ConsignmentStatus.CANCELLED: (_cancel,),
}
