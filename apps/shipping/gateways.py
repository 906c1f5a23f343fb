"""Couriers: one small interface, and the adapters behind it."""

from collections.abc import Sequence
from dataclasses import asdict
from http import HTTPStatus
from typing import Protocol
from urllib.parse import quote

from django.conf import settings
from django.utils.module_loading import import_string

from apps.shipping.rules import Consignment, Parcel, Recipient
from shop.kernel.outside import OutsideFirm, Refused


class UnknownConsignment(LookupError):
    """The courier has no consignment with this id."""


class Courier(Protocol):
    """What the shop needs of a courier; tests/apps/shipping/courier_conformance.py judges it.

    Moves answer with the consignment afterwards. The same `key` asked again has the same effect
    once and gives the first answer. Raises Refused for what can never be, Unreachable when it is
    not known whether the courier acted.
    """

    def book(
        self, *, reference: str, recipient: Recipient, parcels: Sequence[Parcel], key: str
    ) -> Consignment:
        """Asks to fetch the parcels; refused if the recipient cannot be reached."""

    def cancel(self, consignment_id: str, *, key: str) -> Consignment:
        """Calls a booking off; refused once it was dispatched."""

    def fetch(self, consignment_id: str) -> Consignment:
        """The consignment as it is now. Raises UnknownConsignment."""


def courier() -> Courier:
    """The courier that `settings.COURIER` names."""
    chosen: Courier = import_string(settings.COURIER)()
    return chosen


class SandboxCourier:
    """The courier of `python -m shop.sandbox`."""

    def __init__(self) -> None:
        self._firm = OutsideFirm("The courier", settings.SANDBOX_URL, settings.SANDBOX_SECRET)

    def book(
        self, *, reference: str, recipient: Recipient, parcels: Sequence[Parcel], key: str
    ) -> Consignment:
        body = {
            "reference": reference,
            "recipient": asdict(recipient),
            "parcels": [asdict(parcel) for parcel in parcels],
        }
        return self._firm.create("/courier/shipments", body, Consignment, key=key)

    def cancel(self, consignment_id: str, *, key: str) -> Consignment:
        path = f"/courier/shipments/{quote(consignment_id, safe='')}/cancel"
        return self._firm.post(path, {}, Consignment, key=key)

    def fetch(self, consignment_id: str) -> Consignment:
        try:
            return self._firm.get(
                f"/courier/shipments/{quote(consignment_id, safe='')}", Consignment
            )
        except Refused as error:
            if error.status != HTTPStatus.NOT_FOUND:
                raise
            raise UnknownConsignment(f"The courier knows no shipment {consignment_id}.") from error
