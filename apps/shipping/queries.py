"""What shipping can tell. Values only: no model crosses to another part of the shop."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from apps.shipping.models import Shipment
from apps.shipping.rules import Consignment, Parcel
from shop.kernel import clock
from shop.kernel.errors import NotFound


@dataclass(frozen=True, kw_only=True)
class ShownShipment:
    """`state` is one of requested, booked, recalling, recalled, cancelling, dispatched, delivered,
    returned, cancelled, undeliverable; texts are empty and times None until they are known.
    Something can be left out of it as long as it `can_change`."""

    order_id: UUID
    state: str
    tracking_number: str
    tracking_url: str
    parcels: tuple[Parcel, ...]
    created_at: datetime
    dispatched_at: datetime | None
    delivered_at: datetime | None
    can_change: bool = False

    @property
    def units(self) -> dict[str, int]:
        """What is in it, by SKU."""
        found: Counter[str] = Counter()
        for parcel in self.parcels:
            found[parcel.sku] += parcel.quantity
        return dict(found)


@dataclass(frozen=True, kw_only=True)
class ShipmentUnderWay:
    """A shipment that has waited for longer than was asked about."""

    order_id: UUID
    shipment_id: UUID
    state: str
    claims: int


def shown_shipment(*, customer_id: UUID, order_id: UUID) -> ShownShipment:
    """The customer's own shipment for this order. Raises NotFound, also for somebody else's."""
    shipment = Shipment.objects.filter(customer_id=customer_id, order_id=order_id).first()
    if shipment is None:
        raise NotFound("There is no shipment for such an order of yours.")
    return _shown(shipment)


def recipient_of(order_id: UUID) -> UUID | None:
    """The customer to whom the order's shipment goes, or None if there is none."""
    customers = Shipment.objects.filter(order_id=order_id).values_list("customer_id", flat=True)
    return customers.first()


def shipments_by_order(order_ids: Collection[UUID] | None = None) -> dict[UUID, ShownShipment]:
    """The shipments of these orders, or of all; orders without one are left out."""
    of_orders = Q() if order_ids is None else Q(order_id__in=order_ids)
    shipments = Shipment.objects.filter(of_orders).iterator()
    return {shipment.order_id: _shown(shipment) for shipment in shipments}


def shipments_under_way(*, longer_than: timedelta) -> list[ShipmentUnderWay]:
    """Shipments that were requested longer ago and have not come to an end."""
    waiting = Shipment.objects.filter(
        due_at__isnull=False, created_at__lt=clock.now() - longer_than
    )
    rows = waiting.order_by("created_at").values_list("order_id", "pk", "state", "claims")
    return [
        ShipmentUnderWay(order_id=order_id, shipment_id=shipment_id, state=state, claims=claims)
        for order_id, shipment_id, state, claims in rows
    ]


def shipment_of_consignment(consignment: Consignment) -> UUID | None:
    """The id of the shipment that it is the present booking of, or None if of none of ours."""
    try:
        shipment_id = UUID(consignment.reference.partition(".")[0])
    except ValueError:
        return None
    shipment = Shipment.objects.filter(pk=shipment_id).first()
    return shipment.id if shipment and shipment.is_booked_as(consignment) else None


def _shown(shipment: Shipment) -> ShownShipment:
    return ShownShipment(
        order_id=shipment.order_id,
        state=shipment.state,
        tracking_number=shipment.tracking_number,
        tracking_url=shipment.tracking_url,
        parcels=shipment.contents,
        created_at=shipment.created_at,
        dispatched_at=shipment.dispatched_at,
        delivered_at=shipment.delivered_at,
        can_change=shipment.is_recallable,
    )
