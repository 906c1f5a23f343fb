"""Finding an order without an account: by its number, and the token that was mailed."""

from datetime import timedelta
from typing import Annotated

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from msgspec import Meta
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.orders.api.bodies import ONE_LINE, Email, OrderOutput, shown_as_stored
from apps.orders.queries import order_by_number, orders_of
from apps.orders.services import ask_for_link
from shop.kernel.api.bodies import Body, empty_answer, json_answer, read_body
from shop.kernel.api.callers import caller_address
from shop.kernel.api.idempotency import answered_once
from shop.kernel.errors import NotFound
from shop.kernel.limits import Rule, require

_LOOKUPS = Rule("order_lookups", 30, timedelta(minutes=10))


class LookupInput(Body):
    """What stands in the mail."""

    example = {"number": "7KQ2M-9XBDT", "token": "the token of the mail"}

    number: Annotated[str, Meta(min_length=1, max_length=20, pattern=ONE_LINE)]
    token: Annotated[str, Meta(min_length=1, max_length=100, pattern=ONE_LINE)]


class LinkInput(Body):
    """Which order, and the mail address that was given with it."""

    example = {"number": "7KQ2M-9XBDT", "email": "ada@example.com"}

    number: Annotated[str, Meta(min_length=1, max_length=20, pattern=ONE_LINE)]
    email: Annotated[Email, Meta(min_length=3)]


_GUEST = "guest"
_NO_SUCH_ORDER = OpenApiResponse(description="No order has this number and this token.")
_ON_ITS_WAY = OpenApiResponse(description="If there is such an order, a mail is on its way.")
_TOO_OFTEN = OpenApiResponse(description="Tried too often from this address.")


class OrderLookupView(APIView):
    """Orders of people without an account."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="look_up_order",
        request=LookupInput,
        responses={200: OrderOutput, 404: _NO_SUCH_ORDER, 429: _TOO_OFTEN},
    )
    def post(self, request: Request) -> HttpResponse:
        """The order; its id and the token (header `Order-Token`) open all about it.

        It is a POST so that the token stands in no address, and it changes nothing.
        """
        body = read_body(request, LookupInput)
        if address := caller_address(request):
            require(_LOOKUPS, address)
        found = order_by_number(body.number, body.token)
        if found is None:
            raise NotFound("No order has this number and this token.")
        order = get_object_or_404(orders_of(found.customer_id), pk=found.id)
        return json_answer(shown_as_stored(order))


class OrderLinkView(APIView):
    """The mail with the link to an order, once more."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="ask_for_order_link",
        request=LinkInput,
        responses={202: _ON_ITS_WAY, 429: _TOO_OFTEN},
    )
    def post(self, request: Request) -> HttpResponse:
        """202, whether there is such an order or not; if there is, its buyer gets the mail."""
        body = read_body(request, LinkInput)

        def ask() -> HttpResponse:
            ask_for_link(number=body.number, email=body.email, address=caller_address(request))
            return empty_answer(status=202)

        return answered_once(request, caller=_GUEST, answer=ask)
