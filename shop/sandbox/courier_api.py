"""The courier over HTTP: read, do once, answer."""

from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Annotated

from msgspec import Meta
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shop.sandbox.answers import answer_once
from shop.sandbox.courier import shipment_with_id, shipments_for
from shop.sandbox.reading import asked_reference, body_of, decoded
from shop.sandbox.service import sandbox_of
from shop.sandbox.shipments import Parcel, Recipient

Line = Annotated[str, Meta(min_length=1, max_length=200)]


@dataclass(frozen=True, kw_only=True)
class RecipientInput:
    name: Line
    line1: Line
    city: Line
    postal_code: Annotated[str, Meta(min_length=1, max_length=16)]
    country: Annotated[str, Meta(pattern=r"^[A-Z]{2}\Z")]
    line2: Annotated[str, Meta(max_length=200)] = ""


@dataclass(frozen=True, kw_only=True)
class ParcelInput:
    sku: Line
    quantity: Annotated[int, Meta(ge=1, le=1_000_000)]


@dataclass(frozen=True, kw_only=True)
class ShipmentInput:
    reference: Line
    recipient: RecipientInput
    parcels: Annotated[tuple[ParcelInput, ...], Meta(min_length=1)]


async def book_shipment(request: Request) -> Response:
    body = await body_of(request)
    asked = decoded(body, ShipmentInput)
    courier = sandbox_of(request).courier
    answer = await answer_once(
        request,
        body,
        lambda ledger: courier.book(
            ledger,
            reference=asked.reference,
            recipient=Recipient(**asdict(asked.recipient)),
            parcels=tuple(Parcel(**asdict(parcel)) for parcel in asked.parcels),
        ).as_json(address=courier.address),
        status=HTTPStatus.CREATED,
    )
    return answer.response()


async def cancel_shipment(request: Request) -> Response:
    body = await body_of(request)
    courier = sandbox_of(request).courier
    shipment_id = request.path_params["shipment_id"]
    answer = await answer_once(
        request,
        body,
        lambda ledger: courier.cancel(ledger, shipment_id).as_json(address=courier.address),
    )
    return answer.response()


async def show_shipment(request: Request) -> Response:
    sandbox = sandbox_of(request)
    shipment_id = request.path_params["shipment_id"]
    shipment = await sandbox.look(lambda ledger: shipment_with_id(ledger, shipment_id))
    return JSONResponse(shipment.as_json(address=sandbox.courier.address))


async def list_shipments(request: Request) -> Response:
    sandbox = sandbox_of(request)
    reference = asked_reference(request)
    shipments = await sandbox.look(lambda ledger: shipments_for(ledger, reference=reference))
    return JSONResponse([one.as_json(address=sandbox.courier.address) for one in shipments])


ROUTES = [
    Route("/shipments", book_shipment, methods=["POST"]),
    Route("/shipments", list_shipments),
    Route("/shipments/{shipment_id}", show_shipment),
    Route("/shipments/{shipment_id}/cancel", cancel_shipment, methods=["POST"]),
]
