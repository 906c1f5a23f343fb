"""What couriers say, in the shop's own words."""

from dataclasses import dataclass
from enum import StrEnum


class ConsignmentStatus(StrEnum):
    BOOKED = "booked"
    DISPATCHED = "dispatched"
    DELIVERED = "delivered"
    RETURNED = "returned"
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True)
class Consignment:
    """One parcel as its courier describes it; `reference` is the id of our shipment."""

    id: str
    reference: str
    status: ConsignmentStatus
    tracking_number: str
    tracking_url: str = ""
    label_url: str = ""


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Where a parcel goes. `country` is ISO 3166-1 alpha-2."""

    name: str
    line1: str
    line2: str
    city: str
    postal_code: str
    country: str


@dataclass(frozen=True, kw_only=True)
class Parcel:
    sku: str
    quantity: int
