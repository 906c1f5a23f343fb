"""Cancelling units of an order over HTTP."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.orders.api.bodies import OrderOutput, shown_as_stored
from apps.orders.api.units import LinesOfOrder, UnitsOfLineInput, units_by_line
from apps.orders.queries import buyer_of, orders_of
from apps.orders.rules import GiveUpReason
from apps.orders.services import cancel_items
from shop.kernel.api.authentication import TokenAuthentication, caller_id
from shop.kernel.api.bodies import Body, json_answer, read_body
from shop.kernel.api.idempotency import answered_once
from shop.kernel.api.order_token import OrderTokenAuthentication


class CancelItemsInput(Body):
    """What is not wanted, each line once, and why."""

    example = {"lines": [UnitsOfLineInput.example], "reason": "changed_mind"}

    lines: LinesOfOrder
    reason: GiveUpReason


_NO_SUCH_ORDER = OpenApiResponse(description="The caller has no such order, or it no such line.")
_NOT_POSSIBLE = OpenApiResponse(
    description="The order is not paid or has left, the courier knows its parcel already,"
    " or it has not so many units."
)


class OrderItemsCancellationView(APIView):
    """What the caller does not want of one of his own orders."""

    authentication_classes = (TokenAuthentication, OrderTokenAuthentication)
    buyer_of = staticmethod(buyer_of)

    @extend_schema(
        operation_id="cancel_items",
        request=CancelItemsInput,
        responses={
            200: OrderOutput,
            202: OrderOutput,
            404: _NO_SUCH_ORDER,
            409: _NOT_POSSIBLE,
        },
    )
    def post(self, request: Request, order_id: UUID) -> HttpResponse:
        """These units are credited and never sent. Whoever names all cancels the order."""
        body = read_body(request, CancelItemsInput)
        customer_id = caller_id(request)
        get_object_or_404(orders_of(customer_id), pk=order_id)
        return answered_once(
            request, caller=f"customer:{customer_id}", answer=lambda: _cancelled(order_id, body)
        )


def _cancelled(order_id: UUID, body: CancelItemsInput) -> HttpResponse:
    units = units_by_line(body.lines)
    order = cancel_items(order_id=order_id, units=units, reason=body.reason)
    waits = order.cancellation_requested_at is not None and not order.is_cancelled
    return json_answer(shown_as_stored(order), status=202 if waits else 200)
