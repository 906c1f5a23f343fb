"""Cancelling units of an order over HTTP."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID

import msgspec
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.orders.api.bodies import OrderOutput, shown_as_stored
from apps.orders.api.units import LinesOfOrder, UnitsOfLineInput, units_by_line
from apps.orders.models import Order
from apps.orders.queries import ShownCancellation, buyer_of, cancellations_of, orders_of
from apps.orders.rules import GiveUpReason
from apps.orders.services import cancel_items_or_ask
from shop.kernel.api.authentication import TokenAuthentication, caller_id
from shop.kernel.api.bodies import Answer, Body, json_answer, read_body
from shop.kernel.api.idempotency import answered_once
from shop.kernel.api.order_token import OrderTokenAuthentication


class CancelItemsInput(Body):
    """What is not wanted, each line once, and why."""

    example = {"lines": [UnitsOfLineInput.example], "reason": "changed_mind"}

    lines: LinesOfOrder
    reason: GiveUpReason


class CancellationLineOutput(Answer):
    """So many units of a line."""

    line_id: UUID
    sku: str
    title: str
    quantity: int


class AskedCancellationOutput(Answer):
    """`state` is `requested`, `done` or `refused`; `refusal` says why, or is empty."""

    id: UUID
    state: str
    reason: str
    refusal: str
    lines: list[CancellationLineOutput]
    requested_at: datetime
    decided_at: datetime | None


class AskedCancellationsOutput(Answer):
    """What had to be asked of couriers, in the order of its asking."""

    items: list[AskedCancellationOutput]


_NO_SUCH_ORDER = OpenApiResponse(description="The caller has no such order, or it no such line.")
_NOT_POSSIBLE = OpenApiResponse(
    description="The order is not paid or has left, it has not so many units, or the courier is"
    " being asked already."
)


class OrderItemsCancellationView(APIView):
    """What the caller does not want of one of his own orders."""

    authentication_classes = (TokenAuthentication, OrderTokenAuthentication)
    buyer_of = staticmethod(buyer_of)

    @extend_schema(
        operation_id="asked_cancellations",
        responses={200: AskedCancellationsOutput, 404: _NO_SUCH_ORDER},
    )
    def get(self, request: Request, order_id: UUID) -> HttpResponse:
        """What the courier was asked to give the parcel back for, and how that stands."""
        get_object_or_404(orders_of(caller_id(request)), pk=order_id)
        items = [_asked(one) for one in cancellations_of(order_id)]
        return json_answer(AskedCancellationsOutput(items=items))

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
        """These units are credited and never sent. Whoever names all cancels the order.

        Once a courier knows the parcel, he is asked to give it back for it (202): until he has
        answered, the units are `cancelling`. Then they are `cancelled`, or sent all the same.
        """
        body = read_body(request, CancelItemsInput)
        customer_id = caller_id(request)
        get_object_or_404(orders_of(customer_id), pk=order_id)
        return cancel_items_or_ask(
            partial(_answered_once, request, customer_id),
            order_id=order_id,
            units=units_by_line(body.lines),
            reason=body.reason,
        )


def _answered_once(
    request: Request, customer_id: UUID, cancel: Callable[[], Order]
) -> HttpResponse:
    caller = f"customer:{customer_id}"
    return answered_once(request, caller=caller, answer=lambda: _shown(cancel()))


def _shown(order: Order) -> HttpResponse:
    shown = shown_as_stored(order)
    waits = shown.cancellation_requested and not order.is_cancelled
    waits = waits or any(line.cancelling for line in shown.lines)
    return json_answer(shown, status=202 if waits else 200)


def _asked(found: ShownCancellation) -> AskedCancellationOutput:
    return msgspec.convert(
        {**vars(found), "lines": found.items}, AskedCancellationOutput, from_attributes=True
    )
