"""Carts over HTTP, of members (access token) and of guests (`Cart-Token`)."""

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, cast
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from msgspec import Meta
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.orders.api.bodies import LineInput, Seats, read_sku
from apps.orders.api.cart_lines import CartLineOutput, shown_cart_lines
from apps.orders.api.guests import CartTokenAuthentication, caller_of
from apps.orders.queries import ShownCart, cart_of, guest_with
from apps.orders.services import (
    add_to_cart,
    merge_carts,
    open_cart,
    open_guest_cart,
    set_cart_quantity,
)
from shop.kernel.api.authentication import Caller, TokenAuthentication, caller_id
from shop.kernel.api.bodies import Answer, Body, json_answer, read_body
from shop.kernel.api.idempotency import answered_once
from shop.kernel.errors import NotFound


class CartOutput(Answer):
    """A cart at today's prices; one that was never filled has no id. `voucher` is a code."""

    id: UUID | None
    lines: list[CartLineOutput]
    count: int
    subtotal: Decimal
    currency: str
    voucher: str


class NewCartOutput(Answer):
    """An open cart. `token` is how a guest comes back to it, told this once; members need none."""

    id: UUID
    token: str | None


class QuantityInput(Body):
    """How many units are wanted; 0 takes the line out.

    Seats that were picked stay, unless other `seats` are sent.
    """

    example = {"quantity": 2}

    quantity: Annotated[int, Meta(ge=0, le=10_000)]
    seats: Seats | None = None


class MergeInput(Body):
    """The token of the cart that was filled before signing in."""

    example = {"cart_token": "the token of POST /api/v1/carts"}

    cart_token: Annotated[str, Meta(max_length=200)]


class MergeOutput(Answer):
    """The member's cart now; SKUs capped at the most units of a line, and SKUs without room."""

    cart: CartOutput
    capped: list[str]
    left_out: list[str]


_NOT_FOR_SALE = OpenApiResponse(description="It is not for sale any more.")
_NOT_POSSIBLE = OpenApiResponse(description="The body cannot work, or there is no such SKU.")
_NO_SUCH_CART = OpenApiResponse(description="There is no cart with this token.")


class CartsView(APIView):
    """Opens carts."""

    permission_classes = (AllowAny,)

    @extend_schema(operation_id="open_cart", request=None, responses={201: NewCartOutput})
    def post(self, request: Request) -> HttpResponse:
        """A member's open cart, or a new one for a guest, with its token.

        A guest needs no idempotency key here: an empty cart twice is as good as once, and the
        token is kept nowhere that a key could find it.
        """
        if cast(Caller | None, request.user) is None:
            cart = open_guest_cart()
            return json_answer(NewCartOutput(id=cart.id, token=cart.token), status=201)
        customer_id = caller_id(request)
        return answered_once(
            request,
            caller=caller_of(request),
            answer=lambda: json_answer(
                NewCartOutput(id=open_cart(customer_id=customer_id), token=None), status=201
            ),
        )


class CartView(APIView):
    """The caller's open cart."""

    authentication_classes = (TokenAuthentication, CartTokenAuthentication)

    @extend_schema(operation_id="cart", responses={200: CartOutput})
    def get(self, request: Request) -> HttpResponse:
        """What is in the cart, at today's prices."""
        return json_answer(_shown(cart_of(caller_id(request))))


class CartLinesView(APIView):
    """Puts goods into the caller's cart."""

    authentication_classes = (TokenAuthentication, CartTokenAuthentication)

    @extend_schema(
        operation_id="add_to_cart",
        request=LineInput,
        responses={200: CartOutput, 409: _NOT_FOR_SALE, 422: _NOT_POSSIBLE},
    )
    def post(self, request: Request) -> HttpResponse:
        """Add so many more units; the answer is the cart as it is then."""
        body = read_body(request, LineInput)
        customer_id = caller_id(request)
        return changed_once(
            request,
            lambda: add_to_cart(
                customer_id=customer_id, sku=body.sku, quantity=body.quantity, seats=body.seats
            ),
        )


class CartLineView(APIView):
    """One line of the caller's cart."""

    authentication_classes = (TokenAuthentication, CartTokenAuthentication)

    @extend_schema(
        operation_id="set_cart_quantity",
        request=QuantityInput,
        responses={200: CartOutput, 409: _NOT_FOR_SALE, 422: _NOT_POSSIBLE},
    )
    def put(self, request: Request, sku: str) -> HttpResponse:
        """Exactly so many units; 0 takes the line out."""
        body = read_body(request, QuantityInput)
        return self._set(request, sku, body)

    @extend_schema(operation_id="remove_from_cart", request=None, responses={200: CartOutput})
    def delete(self, request: Request, sku: str) -> HttpResponse:
        """Take the line out, if there is one."""
        return self._set(request, sku, QuantityInput(quantity=0))

    def _set(self, request: Request, sku: str, wanted: QuantityInput) -> HttpResponse:
        customer_id, sku = caller_id(request), read_sku(sku)
        return changed_once(
            request,
            lambda: set_cart_quantity(
                customer_id=customer_id, sku=sku, quantity=wanted.quantity, seats=wanted.seats
            ),
        )


class CartMergeView(APIView):
    """Takes a guest's cart over after signing in."""

    @extend_schema(
        operation_id="merge_carts",
        request=MergeInput,
        responses={200: MergeOutput, 404: _NO_SUCH_CART},
    )
    def post(self, request: Request) -> HttpResponse:
        """Put what the guest's cart holds into the caller's; quantities of a SKU are added."""
        body = read_body(request, MergeInput)
        customer_id = caller_id(request)
        return answered_once(
            request, caller=caller_of(request), answer=lambda: _merged(customer_id, body)
        )


def _merged(customer_id: UUID, body: MergeInput) -> HttpResponse:
    guest = guest_with(body.cart_token)
    if guest is None:
        raise NotFound("There is no cart with this token.")
    merged = merge_carts(from_customer_id=guest.customer_id, into_customer_id=customer_id)
    return json_answer(
        MergeOutput(
            cart=_shown(cart_of(customer_id)),
            capped=list(merged.capped),
            left_out=list(merged.left_out),
        )
    )


def changed_once(request: Request, change: Callable[[], None]) -> HttpResponse:
    """Does it once per key; the answer is the cart as it is then."""

    def answer() -> HttpResponse:
        change()
        return json_answer(_shown(cart_of(caller_id(request))))

    return answered_once(request, caller=caller_of(request), answer=answer)


def _shown(cart: ShownCart) -> CartOutput:
    return CartOutput(
        id=cart.id,
        lines=shown_cart_lines(cart.lines),
        count=cart.count,
        subtotal=cart.subtotal.amount,
        currency=cart.subtotal.currency,
        voucher=cart.voucher,
    )
