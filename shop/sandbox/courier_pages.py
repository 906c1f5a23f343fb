"""The courier's pages for people: the label on the box, and where the box is."""

from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from shop.sandbox.clock import written
from shop.sandbox.courier import shipment_tracked_by
from shop.sandbox.pages import page, rows
from shop.sandbox.service import sandbox_of
from shop.sandbox.shipments import Shipment


async def label_page(request: Request) -> Response:
    shipment = await _tracked_shipment(request)
    recipient = shipment.recipient
    address = [recipient.line1, recipient.line2, f"{recipient.postal_code} {recipient.city}"]
    return page(
        "label",
        title=f"Label {shipment.tracking_number}",
        tracking_number=shipment.tracking_number,
        reference=shipment.reference,
        name=recipient.name,
        country=recipient.country,
        address=rows("label_line", [{"line": line} for line in address if line]),
        parcels=rows("label_parcel", [asdict(parcel) for parcel in shipment.parcels]),
    )


async def tracking_page(request: Request) -> Response:
    """Where the shipment is, without telling to whom it goes."""
    shipment = await _tracked_shipment(request)
    return page(
        "tracking",
        title=f"Shipment {shipment.tracking_number}",
        tracking_number=shipment.tracking_number,
        state=shipment.status,
        booked_at=written(shipment.booked_at),
        delivers_at=written(shipment.delivers_at),
    )


async def _tracked_shipment(request: Request) -> Shipment:
    tracking_number = request.path_params["tracking_number"]
    return await sandbox_of(request).look(
        lambda ledger: shipment_tracked_by(ledger, tracking_number)
    )


ROUTES = [
    Route("/labels/{tracking_number}", label_page),
    Route("/track/{tracking_number}", tracking_page),
]
