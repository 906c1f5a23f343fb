"""What shipping tells the others: where the parcels are."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from shop.events.base import Aggregate, Event

SHIPMENT = Aggregate("shipment", key="shipment_id")


@dataclass(frozen=True, kw_only=True)
class ShipmentRequested(Event):
    """The courier is to be asked to fetch the parcel."""

    aggregate: ClassVar = SHIPMENT
    internal: ClassVar = True

    shipment_id: UUID
    order_id: UUID


@dataclass(frozen=True, kw_only=True)
class ShipmentBooked(Event):
    """The courier will fetch the parcel and gave it a tracking number."""

    aggregate: ClassVar = SHIPMENT

    shipment_id: UUID
    order_id: UUID
    tracking_number: str


@dataclass(frozen=True, kw_only=True)
class ShipmentDispatched(Event):
    """The parcel left the house: its units are no longer on hand."""

    aggregate: ClassVar = SHIPMENT

    shipment_id: UUID
    order_id: UUID
    tracking_number: str


@dataclass(frozen=True, kw_only=True)
class ShipmentDelivered(Event):
    """The recipient has the parcel."""

    aggregate: ClassVar = SHIPMENT

    shipment_id: UUID
    order_id: UUID


@dataclass(frozen=True, kw_only=True)
class ShipmentReturned(Event):
    """The parcel came back to the house."""

    aggregate: ClassVar = SHIPMENT

    shipment_id: UUID
    order_id: UUID


@dataclass(frozen=True, kw_only=True)
class ShipmentCancelled(Event):
    """The parcel will not be sent."""

    aggregate: ClassVar = SHIPMENT

    shipment_id: UUID
    order_id: UUID


@dataclass(frozen=True, kw_only=True)
class ShipmentRecalled(Event):
    """The courier gave the booking back: the parcel waits for what is to be left out of it."""

    aggregate: ClassVar = SHIPMENT

    shipment_id: UUID
    order_id: UUID


@dataclass(frozen=True, kw_only=True)
class ShipmentRecallRefused(Event):
    """The courier keeps the booking: the parcel leaves as it is."""

    aggregate: ClassVar = SHIPMENT

    shipment_id: UUID
    order_id: UUID


@dataclass(frozen=True, kw_only=True)
class CourierCalledBack(Event):
    """The courier sent a message that is stored and waits to be understood."""

    aggregate: ClassVar = Aggregate("courier_callback", key="callback_id")
    internal: ClassVar = True

    callback_id: UUID
