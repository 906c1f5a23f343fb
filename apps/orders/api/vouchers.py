"""Vouchers of carts over HTTP, of members and guests."""

from typing import Annotated

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from msgspec import Meta
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.orders.api.bodies import ONE_LINE
from apps.orders.api.carts import CartOutput, changed_once
from apps.orders.api.guests import CartTokenAuthentication
from apps.orders.services import put_voucher_into_cart, take_voucher_out
from shop.kernel.api.authentication import TokenAuthentication, caller_id
from shop.kernel.api.bodies import Body, read_body
from shop.kernel.api.callers import caller_address


class VoucherInput(Body):
    """The code of a voucher, in small or capital letters."""

    example = {"code": "AUTUMN-10"}

    code: Annotated[str, Meta(min_length=1, max_length=80, pattern=ONE_LINE)]


_REFUSED = OpenApiResponse(description="It is not valid, used up, or not for the caller.")
_NO_CODE = OpenApiResponse(description="There can be no such code.")
_TOO_OFTEN = OpenApiResponse(description="Too many codes were tried.")


class CartVoucherView(APIView):
    """The voucher that the caller's cart is to be ordered with."""

    authentication_classes = (TokenAuthentication, CartTokenAuthentication)

    @extend_schema(
        operation_id="put_voucher_into_cart",
        request=VoucherInput,
        responses={200: CartOutput, 409: _REFUSED, 422: _NO_CODE, 429: _TOO_OFTEN},
    )
    def put(self, request: Request) -> HttpResponse:
        """Order the cart with this voucher, and with no other. The quote says what it takes off."""
        body, customer_id = read_body(request, VoucherInput), caller_id(request)
        address = caller_address(request)
        return changed_once(
            request,
            lambda: put_voucher_into_cart(customer_id=customer_id, code=body.code, address=address),
        )

    @extend_schema(operation_id="take_voucher_out", request=None, responses={200: CartOutput})
    def delete(self, request: Request) -> HttpResponse:
        """Order the cart without a voucher."""
        customer_id = caller_id(request)
        return changed_once(request, lambda: take_voucher_out(customer_id=customer_id))
