"""Where a parcel is, over HTTP, and the doors for the callbacks of couriers."""

from datetime import datetime
from uuid import UUID

import msgspec
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.shipping.queries import recipient_of, shown_shipment
from apps.shipping.services import keep_callback
from shop.kernel.api.authentication import TokenAuthentication, caller_id
from shop.kernel.api.bodies import Answer, json_answer
from shop.kernel.api.callbacks import CallbackView
from shop.kernel.api.order_token import OrderTokenAuthentication


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


class CourierCallbackView(CallbackView):
    """What couriers have to say about parcels."""

    kind = "shipping"
    keep = staticmethod(keep_callback)
