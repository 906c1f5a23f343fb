"""Sending units of an order back over HTTP."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.orders.api.units import LinesOfOrder, UnitsOfLineInput, units_by_line
from apps.orders.queries import ShownReturn, buyer_of, orders_of, returns_of, shown_return
from apps.orders.rules import ReturnReason
from apps.orders.services import ask_for_return
from shop.kernel.api.authentication import TokenAuthentication, caller_id
from shop.kernel.api.bodies import Answer, Body, json_answer, read_body
from shop.kernel.api.idempotency import answered_once
from shop.kernel.api.order_token import OrderTokenAuthentication


class AskForReturnInput(Body):
    """What to send back, each line once, and why."""

    example = {"lines": [UnitsOfLineInput.example], "reason": "changed_mind"}

    lines: LinesOfOrder
    reason: ReturnReason


class ReturnLineOutput(Answer):
    """`quantity` units were to come back; of these, so many arrived."""

    line_id: UUID
    sku: str
    title: str
    quantity: int
    arrived: int


class ReturnOutput(Answer):
    """`state` is `requested`, `received` or `refused`; `refusal` says why, or is empty."""

    id: UUID
    state: str
    reason: str
    refusal: str
    lines: list[ReturnLineOutput]
    requested_at: datetime
    decided_at: datetime | None


class ReturnsOutput(Answer):
    """All returns of an order, in the order of their asking."""

    items: list[ReturnOutput]


_NO_SUCH_ORDER = OpenApiResponse(description="The caller has no such order, or it no such line.")
_NOT_POSSIBLE = OpenApiResponse(
    description="The order is not delivered or was so too long ago, or has not so many units."
)


class OrderReturnsView(APIView):
    """What comes back of one of the caller's orders."""

    authentication_classes = (TokenAuthentication, OrderTokenAuthentication)
    buyer_of = staticmethod(buyer_of)

    @extend_schema(
        operation_id="ask_for_return",
        request=AskForReturnInput,
        responses={201: ReturnOutput, 404: _NO_SUCH_ORDER, 409: _NOT_POSSIBLE},
    )
    def post(self, request: Request, order_id: UUID) -> HttpResponse:
        """Say what will be sent back. What arrives is credited, and its money goes back."""
        body = read_body(request, AskForReturnInput)
        customer_id = caller_id(request)
        get_object_or_404(orders_of(customer_id), pk=order_id)
        return answered_once(
            request, caller=f"customer:{customer_id}", answer=lambda: _asked(order_id, body)
        )

    @extend_schema(
        operation_id="order_returns", responses={200: ReturnsOutput, 404: _NO_SUCH_ORDER}
    )
    def get(self, request: Request, order_id: UUID) -> HttpResponse:
        """How they stand."""
        order = get_object_or_404(orders_of(caller_id(request)), pk=order_id)
        return json_answer(ReturnsOutput(items=[_shown(one) for one in returns_of(order.id)]))


def _asked(order_id: UUID, body: AskForReturnInput) -> HttpResponse:
    units = units_by_line(body.lines)
    asked = ask_for_return(order_id=order_id, units=units, reason=body.reason)
    return json_answer(_shown(shown_return(asked)), status=201)


def _shown(found: ShownReturn) -> ReturnOutput:
    return ReturnOutput(
        id=found.id,
        state=found.state,
        reason=found.reason,
        refusal=found.refusal,
        lines=[
            ReturnLineOutput(
                line_id=item.line_id,
                sku=item.sku,
                title=item.title,
                quantity=item.quantity,
                arrived=item.arrived,
            )
            for item in found.items
        ],
        requested_at=found.requested_at,
        decided_at=found.decided_at,
    )
