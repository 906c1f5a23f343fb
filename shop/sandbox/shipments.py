"""A shipment and its way: booked, dispatched, then delivered or returned; or cancelled in time."""

from dataclasses import dataclass, replace
from enum import StrEnum

from shop.sandbox.problems import conflict


class ShipmentStatus(StrEnum):
    BOOKED = "booked"
    DISPATCHED = "dispatched"
    DELIVERED = "delivered"
    RETURNED = "returned"
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True)
class Recipient:
    name: str
    line1: str
    city: str
    postal_code: str
    country: str
    line2: str = ""

    def refuses_parcels(self) -> bool:
        """A test address: whatever goes there comes back."""
        return self.line1.strip().lower() == "return to sender"

    def keeps_the_van_waiting(self) -> bool:
        """A test address: the van comes ten times as late as it would."""
        return self.line1.strip().lower() == "slow lane"

    def is_sorted_at_once(self) -> bool:
        """A test address: what is booked to go there is not given back."""
        return self.line1.strip().lower() == "no way back"

    def is_beyond_reach(self) -> bool:
        """A test address: no van goes there."""
        return self.postal_code.strip() == "00000"


@dataclass(frozen=True, kw_only=True)
class Parcel:
    sku: str
    quantity: int


@dataclass(frozen=True, kw_only=True)
class Shipment:
    """Parcels on their way. Times are seconds since 1970, fixed when it is booked."""

    id: str
    reference: str
    tracking_number: str
    recipient: Recipient
    parcels: tuple[Parcel, ...]
    status: ShipmentStatus
    booked_at: float
    dispatches_at: float
    delivers_at: float

    def dispatch(self) -> "Shipment":
        self._must_be(ShipmentStatus.BOOKED, verb="dispatched")
        return replace(self, status=ShipmentStatus.DISPATCHED)

    def arrive(self) -> "Shipment":
        """Delivered, or returned when nobody takes it."""
        self._must_be(ShipmentStatus.DISPATCHED, verb="delivered")
        refused = self.recipient.refuses_parcels()
        status = ShipmentStatus.RETURNED if refused else ShipmentStatus.DELIVERED
        return replace(self, status=status)

    def cancel(self) -> "Shipment":
        self._must_be(ShipmentStatus.BOOKED, verb="cancelled")
        if self.recipient.is_sorted_at_once():
            raise conflict("The parcel is among so many others that nobody looks for it.")
        return replace(self, status=ShipmentStatus.CANCELLED)

    def as_json(self, *, address: str) -> dict[str, object]:
        """The shipment as the shop sees it; `address` is where the courier's pages are."""
        return {
            "id": self.id,
            "reference": self.reference,
            "tracking_number": self.tracking_number,
            "status": self.status,
            "label_url": f"{address}/courier/labels/{self.tracking_number}",
            "tracking_url": f"{address}/courier/track/{self.tracking_number}",
        }

    def _must_be(self, needed: ShipmentStatus, *, verb: str) -> None:
        if self.status != needed:
            raise conflict(
                f"Only a shipment that is {needed} can be {verb}; this one is {self.status}."
            )
