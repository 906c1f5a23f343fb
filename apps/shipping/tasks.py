"""Everything that speaks to the courier. Each task works on one claimed row."""

from uuid import UUID

import msgspec
from celery import shared_task

from apps.shipping.gateways import Courier, UnknownConsignment, courier
from apps.shipping.models import CourierCallback, Shipment, ShipmentState
from apps.shipping.queries import shipment_of_consignment
from apps.shipping.rules import Consignment, ConsignmentStatus
from apps.shipping.services import (
    hear_of_consignment,
    record_consignment,
    record_recall_refused,
    record_undeliverable,
)
from shop.kernel import jobs
from shop.kernel.callbacks import NothingOfOurs, OutsideId, message_of, read_callback
from shop.kernel.errors import Unreachable
from shop.kernel.outside import Refused


class CalledBackConsignment(msgspec.Struct):
    id: OutsideId


class Message(msgspec.Struct):
    """The part of a callback's body that is needed: which consignment it is about."""

    data: CalledBackConsignment


@shared_task(name="shipping.arrange", ignore_result=True)
def arrange(shipment_id: str) -> None:
    """Brings one shipment as far as the courier has come: books, follows, calls off, or recalls."""
    jobs.perform(Shipment, UUID(shipment_id), _arrange)


@shared_task(name="shipping.understand_callback", ignore_result=True)
def understand(callback_id: str) -> None:
    """Finds out what a callback is about and takes the courier's present view over."""
    read_callback(CourierCallback, UUID(callback_id), _understand)


def _arrange(shipment: Shipment) -> None:
    firm = courier()
    try:
        consignment = _consignment_of(shipment, firm)
    except Refused:
        record_undeliverable(shipment_id=shipment.id, claims=shipment.claims)
        return
    shipment = _record(shipment, consignment)
    if shipment.state in {ShipmentState.CANCELLING, ShipmentState.RECALLING}:
        _call_off(shipment, firm)


def _record(shipment: Shipment, consignment: Consignment) -> Shipment:
    return record_consignment(
        shipment_id=shipment.id, claims=shipment.claims, consignment=consignment
    )


def _consignment_of(shipment: Shipment, firm: Courier) -> Consignment:
    """The consignment as it is now, or by booking it; booking again gets the first answer again."""
    if shipment.courier_id:
        return _known_consignment(shipment.courier_id, firm)
    return firm.book(
        reference=shipment.reference,
        recipient=shipment.recipient,
        parcels=shipment.contents,
        key=shipment.key_for("book"),
    )


def _call_off(shipment: Shipment, firm: Courier) -> None:
    consignment = _called_off(shipment, firm)
    if consignment.status != ConsignmentStatus.BOOKED:
        _record(shipment, consignment)
    elif shipment.state == ShipmentState.RECALLING:
        record_recall_refused(shipment_id=shipment.id, claims=shipment.claims)
    else:
        raise Unreachable("The courier would not call a booking off.")


def _called_off(shipment: Shipment, firm: Courier) -> Consignment:
    """The consignment after calling it off, or what has become of it instead."""
    try:
        return firm.cancel(shipment.courier_id, key=shipment.key_for("cancel"))
    except Refused:
        return _known_consignment(shipment.courier_id, firm)


def _known_consignment(consignment_id: str, firm: Courier) -> Consignment:
    try:
        return firm.fetch(consignment_id)
    except (UnknownConsignment, Refused) as error:
        raise Unreachable(str(error)) from error


def _understand(callback: CourierCallback) -> None:
    message = message_of(callback, Message)
    try:
        consignment = courier().fetch(message.data.id)
    except (UnknownConsignment, Refused) as error:
        raise NothingOfOurs(str(error)) from error
    shipment_id = shipment_of_consignment(consignment)
    if shipment_id is None:
        raise NothingOfOurs(f"No shipment of ours is consignment {consignment.id}.")
    hear_of_consignment(shipment_id=shipment_id, consignment=consignment)
