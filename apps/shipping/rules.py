"""What couriers say, in the shop's own words."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


class ConsignmentStatus(StrEnum):
    BOOKED = "booked"
    DISPATCHED = "dispatched"
    DELIVERED = "delivered"
    RETURNED = "returned"
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True)
class Consignment:
    """One parcel as its courier describes it; `reference` is what it was booked with."""

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


def without(parcels: Iterable[Parcel], units: Mapping[str, int]) -> tuple[Parcel, ...]:
    """What is left without so many units of each SKU; nothing if there are not so many."""
    to_go = Counter(units)
    left = [_less(parcel, to_go) for parcel in parcels]
    return () if +to_go else tuple(parcel for parcel in left if parcel.quantity)


def _less(parcel: Parcel, to_go: Counter[str]) -> Parcel:
    taken = min(parcel.quantity, to_go[parcel.sku])
    to_go[parcel.sku] -= taken
    return replace(parcel, quantity=parcel.quantity - taken)
