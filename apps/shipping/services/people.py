"""Whose parcel it is, and how that is forgotten."""

from collections.abc import Collection
from uuid import UUID

from apps.shipping.models import UNDER_WAY, Shipment
from shop.kernel.errors import DomainError, NotYet
from shop.kernel.outbox.unit_of_work import unit_of_work


class ParcelUnderWay(DomainError):
    """A parcel needs to know where somebody lives."""

    code = "order_under_way"


@unit_of_work
def hand_shipment_over(*, order_id: UUID, customer_id: UUID) -> None:
    """The order's parcel, if there is one, belongs to that customer from now on."""
    Shipment.objects.filter(order_id=order_id).update(customer_id=customer_id)


@unit_of_work
def require_no_parcel_under_way(*, customer_ids: Collection[UUID]) -> None:
    """Raises ParcelUnderWay while a parcel needs to know where these customers live."""
    shipments = Shipment.objects.filter(customer_id__in=customer_ids, state__in=UNDER_WAY)
    if shipments.exists():
        raise ParcelUnderWay("A parcel is on its way to this person. Wait until it has arrived.")


@unit_of_work
def forget_recipients(*, customer_ids: Collection[UUID]) -> None:
    """Forgets to whom and where parcels went; only the country stays.

    Raises NotYet while one of the parcels is under way.
    """
    shipments = Shipment.objects.filter(customer_id__in=customer_ids)
    for shipment in shipments.select_for_update().order_by("pk"):
        if shipment.state in UNDER_WAY:
            raise NotYet(f"{shipment} is still under way.")
        shipment.forget_recipient()
        shipment.save(update_fields=["recipient_name", "line1", "line2", "city", "postal_code"])
