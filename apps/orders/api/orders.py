"""Orders over HTTP: place, look at, stop."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from msgspec import Meta
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.orders.api.bodies import (
    AddressInput,
    Email,
    LineInput,
    OrderOutput,
    PaymentToken,
    ShippingMethod,
    short_of_stock,
    shown,
    shown_as_stored,
)
from apps.orders.models import OrderState
from apps.orders.queries import buyer_of, orders_of
from apps.orders.services import WantedLine, place_order, stop_order
from shop.kernel.api.authentication import TokenAuthentication, caller_id
from shop.kernel.api.bodies import (
    Answer,
    Body,
    json_answer,
    parameters_of,
    read_body,
    read_question,
)
from shop.kernel.api.idempotency import answered_once
from shop.kernel.api.order_token import OrderTokenAuthentication
from shop.kernel.api.pages import PageQuestion, page_of


class PlaceOrderInput(Body):
    """What to buy and where to send it; a `payment_token` of the gateway pays at once."""

    example = {
        "lines": [LineInput.example],
        "delivery_address": AddressInput.example,
        "email": "ada@example.com",
        "payment_token": "tok_4242424242424242",
    }

    lines: Annotated[list[LineInput], Meta(min_length=1, max_length=100)]
    delivery_address: AddressInput
    email: Email = ""
    payment_token: PaymentToken = ""
    shipping_method: ShippingMethod = ""


class OrderPageOutput(Answer):
    """Some orders, and the cursor of the next page, null on the last one."""

    items: list[OrderOutput]
    next: str | None


_SHORT_OF_STOCK = OpenApiResponse(description="Not everything is there; the lines are named.")
_NOT_POSSIBLE = OpenApiResponse(description="The body cannot work as it stands.")
_NO_SUCH_ORDER = OpenApiResponse(description="The caller has no such order.")
_TOO_LATE = OpenApiResponse(description="Too late: the order is on its way, or ended.")


# Text until it is read, so that a refusal can name the states.
_State = Annotated[str, Meta(extra_json_schema={"enum": OrderState.values})]
_Moment = Annotated[datetime, Meta(tz=True)]
# Text until it is read: out of a query string, a number would pass for a time.
_Time = Annotated[str, Meta(max_length=40, extra_json_schema={"format": "date-time"})]


class OrdersQuestion(PageQuestion):
    """Which of the caller's orders: in this state, placed at or after, and before, a time."""

    state: _State | None = None
    placed_after: _Time | None = None
    placed_before: _Time | None = None

    def __post_init__(self) -> None:
        if self.state is not None and self.state not in OrderState.values:
            raise ValueError(f"state is one of {', '.join(OrderState.values)}")
        for name in ("placed_after", "placed_before"):
            text = getattr(self, name)
            if text is not None and not _is_moment(text):
                raise ValueError(f"{name} is a time with its zone, like 2026-01-31T12:00:00Z")


class OrdersView(APIView):
    """The caller's orders."""

    @extend_schema(
        operation_id="place_order",
        request=PlaceOrderInput,
        responses={201: OrderOutput, 409: _SHORT_OF_STOCK, 422: _NOT_POSSIBLE},
    )
    def post(self, request: Request) -> HttpResponse:
        """Place an order. Short stock is a 409 that names the lines; nothing is held then."""
        body = read_body(request, PlaceOrderInput)
        customer_id = caller_id(request)
        return answered_once(
            request,
            caller=f"customer:{customer_id}",
            answer=lambda: _placed(customer_id, body),
        )

    @extend_schema(
        operation_id="orders",
        parameters=parameters_of(OrdersQuestion),
        responses={200: OrderPageOutput},
    )
    def get(self, request: Request) -> HttpResponse:
        """The caller's orders, newest first, page by page."""
        asked = read_question(request, OrdersQuestion)
        orders = orders_of(caller_id(request)).filter(_asked_for(asked))
        return page_of(asked, orders, shown_as_stored, order_by="placed_at")


class OrderView(APIView):
    """One of the caller's orders."""

    authentication_classes = (TokenAuthentication, OrderTokenAuthentication)
    buyer_of = staticmethod(buyer_of)

    @extend_schema(operation_id="order", responses={200: OrderOutput, 404: _NO_SUCH_ORDER})
    def get(self, request: Request, order_id: UUID) -> HttpResponse:
        """How the order stands."""
        order = get_object_or_404(orders_of(caller_id(request)), pk=order_id)
        return json_answer(shown_as_stored(order))


class OrderCancellationView(APIView):
    """Stop one of the caller's own orders."""

    authentication_classes = (TokenAuthentication, OrderTokenAuthentication)
    buyer_of = staticmethod(buyer_of)

    @extend_schema(
        operation_id="cancel_order",
        request=None,
        responses={200: OrderOutput, 202: OrderOutput, 404: _NO_SUCH_ORDER, 409: _TOO_LATE},
    )
    def post(self, request: Request, order_id: UUID) -> HttpResponse:
        """Cancelled at once (200), or, if a parcel has to be stopped first, asked for (202)."""
        customer_id = caller_id(request)
        get_object_or_404(orders_of(customer_id), pk=order_id)
        return answered_once(
            request, caller=f"customer:{customer_id}", answer=lambda: _stopped(order_id)
        )


def _asked_for(asked: OrdersQuestion) -> Q:
    wanted = Q()
    if asked.state:
        wanted &= Q(state=asked.state)
    if asked.placed_after:
        wanted &= Q(placed_at__gte=_moment(asked.placed_after))
    if asked.placed_before:
        wanted &= Q(placed_at__lt=_moment(asked.placed_before))
    return wanted


def _is_moment(text: str) -> bool:
    try:
        _moment(text)
    except msgspec.ValidationError:
        return False
    return True


def _moment(text: str) -> datetime:
    return msgspec.convert(text, _Moment)


def _placed(customer_id: UUID, body: PlaceOrderInput) -> HttpResponse:
    placed = place_order(
        customer_id=customer_id,
        lines=[WantedLine(line.sku, line.quantity, line.seats) for line in body.lines],
        delivery_address=body.delivery_address.as_address(),
        email=body.email,
        payment_token=body.payment_token,
        shipping_method=body.shipping_method,
    )
    if placed.is_rejected:
        return short_of_stock(placed)
    return json_answer(shown(placed.order, placed.lines), status=201)


def _stopped(order_id: UUID) -> HttpResponse:
    order = stop_order(order_id=order_id)
    return json_answer(shown_as_stored(order), status=200 if order.is_cancelled else 202)
