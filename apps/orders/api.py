"""Orders over HTTP: place, look at, stop."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from msgspec import Meta
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.orders.models import Order, OrderLine, OrderState
from apps.orders.queries import orders_of
from apps.orders.services import PlacedOrder, WantedLine, place_order, stop_order
from shop.events.base import PostalAddress
from shop.kernel.api.authentication import caller_id
from shop.kernel.api.bodies import Answer, Body, json_answer, read_body
from shop.kernel.api.idempotency import answered_once
from shop.kernel.api.pages import page_of
from shop.kernel.api.problems import problem
from shop.kernel.money import rounded

# No control characters: PostgreSQL text cannot hold NUL, and people cannot type the others.
_Line = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
_Optional = Annotated[str, Meta(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
_Sku = Annotated[str, Meta(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]*$")]
_Country = Annotated[str, Meta(pattern="^[A-Z]{2}$")]
_PostalCode = Annotated[str, Meta(min_length=1, max_length=20, pattern=r"^[^\x00-\x1f\x7f]*$")]


class LineInput(Body):
    """One wanted product."""

    sku: _Sku
    quantity: Annotated[int, Meta(ge=1, le=10_000)]


class AddressInput(Body, kw_only=True):
    """Where the parcel goes; `country` is ISO 3166-1 alpha-2."""

    name: _Line
    line1: _Line
    line2: _Optional = ""
    city: _Line
    postal_code: _PostalCode
    country: _Country


class PlaceOrderInput(Body):
    """What to buy and where to send it; a `payment_token` of the gateway pays at once."""

    lines: Annotated[list[LineInput], Meta(min_length=1, max_length=100)]
    delivery_address: AddressInput
    email: Annotated[str, Meta(max_length=254, pattern=r"^([^@\s\x00]+@[^@\s\x00]+)?$")] = ""
    payment_token: Annotated[str, Meta(max_length=200, pattern=r"^[\x21-\x7e]*$")] = ""


class LineOutput(Answer):
    """One line of an order; prices and tax include each other: `tax` is part of the price."""

    sku: str
    title: str
    quantity: int
    unit_price: Decimal
    tax: Decimal
    shipped: int
    cancelled: int
    returned: int


class OrderOutput(Answer):
    """An order as it stands now."""

    id: UUID
    number: str
    state: str
    payment_status: str
    total: Decimal
    tax: Decimal
    currency: str
    lines: list[LineOutput]
    placed_at: datetime
    pay_by: datetime | None
    tracking_number: str
    cancel_reason: str
    cancellation_requested: bool


class OrderPageOutput(Answer):
    """Some orders, and the cursor of the next page, null on the last one."""

    items: list[OrderOutput]
    next: str | None


_SHORT_OF_STOCK = OpenApiResponse(description="Not everything is there; the lines are named.")
_NOT_POSSIBLE = OpenApiResponse(description="The body cannot work as it stands.")
_NO_SUCH_ORDER = OpenApiResponse(description="The caller has no such order.")
_TOO_LATE = OpenApiResponse(description="Too late: the order is on its way, or ended.")


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
        parameters=[OpenApiParameter("cursor", str)],
        responses={200: OrderPageOutput},
    )
    def get(self, request: Request) -> HttpResponse:
        """The caller's orders, newest first, page by page."""
        return page_of(request, orders_of(caller_id(request)), _current, order_by="placed_at")


class OrderView(APIView):
    """One of the caller's orders."""

    @extend_schema(operation_id="order", responses={200: OrderOutput, 404: _NO_SUCH_ORDER})
    def get(self, request: Request, order_id: UUID) -> HttpResponse:
        """How the order stands."""
        return json_answer(_current(get_object_or_404(orders_of(caller_id(request)), pk=order_id)))


class OrderCancellationView(APIView):
    """Stop one of the caller's own orders."""

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


def _placed(customer_id: UUID, body: PlaceOrderInput) -> HttpResponse:
    placed = place_order(
        customer_id=customer_id,
        lines=[WantedLine(line.sku, line.quantity) for line in body.lines],
        delivery_address=_address(body.delivery_address),
        email=body.email,
        payment_token=body.payment_token,
    )
    if placed.order.state == OrderState.REJECTED:
        return _short_of_stock(placed)
    return json_answer(shown(placed.order, placed.lines), status=201)


def _stopped(order_id: UUID) -> HttpResponse:
    order = stop_order(order_id=order_id)
    return json_answer(_current(order), status=200 if order.is_cancelled else 202)


def _short_of_stock(placed: PlacedOrder) -> HttpResponse:
    short = [line for line in placed.lines if line.available is not None]
    return problem(
        409,
        "insufficient_stock",
        "Not everything is there in the quantity you want; nothing was ordered.",
        details={
            "order": placed.order.number,
            "lines": [
                {"sku": line.sku, "wanted": line.quantity, "available": line.available}
                for line in short
            ],
        },
    )


def _address(address: AddressInput) -> PostalAddress:
    return PostalAddress(
        name=address.name,
        line1=address.line1,
        line2=address.line2,
        city=address.city,
        postal_code=address.postal_code,
        country=address.country,
    )


def _current(order: Order) -> OrderOutput:
    return shown(order, order.lines.all())


def shown(order: Order, lines: Iterable[OrderLine]) -> OrderOutput:
    """The order as the API shows it."""
    return OrderOutput(
        id=order.id,
        number=order.number,
        state=str(order.state),
        payment_status=order.payment_status,
        total=rounded(order.total, order.currency),
        tax=rounded(order.tax_total, order.currency),
        currency=order.currency,
        lines=[
            LineOutput(
                sku=line.sku,
                title=line.title,
                quantity=line.quantity,
                unit_price=rounded(line.unit_price, order.currency),
                tax=rounded(line.tax_amount, order.currency),
                shipped=line.shipped,
                cancelled=line.cancelled,
                returned=line.returned,
            )
            for line in sorted(lines, key=lambda line: line.position)
        ],
        placed_at=order.placed_at,
        pay_by=order.pay_by,
        tracking_number=order.tracking_number,
        cancel_reason=order.cancel_reason,
        cancellation_requested=order.cancellation_requested_at is not None,
    )
