"""Where a parcel is, over HTTP, and the door for the courier's callbacks."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from django.conf import settings
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.shipping.queries import recipient_of, shown_shipment
from apps.shipping.services import keep_callback
from shop.kernel.api.authentication import TokenAuthentication, caller_id
from shop.kernel.api.bodies import END, Answer, json_answer
from shop.kernel.api.order_token import OrderTokenAuthentication
from shop.kernel.api.signatures import signed_body

SANDBOX = "sandbox"


class ParcelAnswer(Answer):
    sku: str
    quantity: int


class ShipmentAnswer(Answer):
    order_id: UUID
    state: str
    tracking_number: str
    tracking_url: str
    parcels: tuple[ParcelAnswer, ...]
    created_at: datetime
    dispatched_at: datetime | None
    delivered_at: datetime | None


OutsideId = Annotated[str, msgspec.Meta(max_length=255, pattern=rf"^[\x21-\x7e]+{END}")]


class CallbackSubject(msgspec.Struct):
    id: OutsideId


class CallbackEnvelope(msgspec.Struct):
    """What every callback has; the job reads the rest."""

    id: OutsideId
    data: CallbackSubject


class ShipmentView(APIView):
    """The parcel of one of the caller's orders."""

    authentication_classes = (TokenAuthentication, OrderTokenAuthentication)
    buyer_of = staticmethod(recipient_of)

    @extend_schema(
        operation_id="shipment",
        responses={
            200: ShipmentAnswer,
            401: OpenApiResponse(description="No valid access token."),
            404: OpenApiResponse(description="No shipment for such an order of the caller."),
        },
    )
    def get(self, request: Request, order_id: UUID) -> HttpResponse:
        shipment = shown_shipment(customer_id=caller_id(request), order_id=order_id)
        return json_answer(msgspec.convert(shipment, ShipmentAnswer, from_attributes=True))


class SandboxCallbackView(APIView):
    """Takes the sandbox courier's signed messages; they are understood later."""

    authentication_classes = ()
    throttle_classes = ()
    permission_classes = ()

    @extend_schema(exclude=True)
    def post(self, request: Request) -> HttpResponse:
        body = signed_body(request, header="Sandbox-Signature", secret=settings.SANDBOX_SECRET)
        keep_callback(provider=SANDBOX, event_id=_event_id(body), body=body.decode())
        return HttpResponse(status=200)


def _event_id(body: bytes) -> str:
    try:
        return msgspec.json.decode(body, type=CallbackEnvelope).id
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ParseError(f"The callback cannot be read: {error}.") from error
