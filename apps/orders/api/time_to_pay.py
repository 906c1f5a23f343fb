from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.orders.api.bodies import OrderOutput, shown_as_stored
from apps.orders.queries import buyer_of, orders_of
from apps.orders.services import ask_for_more_time
from shop.kernel.api.authentication import TokenAuthentication, caller_id
from shop.kernel.api.bodies import json_answer
from shop.kernel.api.idempotency import answered_once
from shop.kernel.api.order_token import OrderTokenAuthentication


class OrderTimeView(APIView):
    """More time to pay one of the caller's own orders."""

    authentication_classes = (TokenAuthentication, OrderTokenAuthentication)
    buyer_of = staticmethod(buyer_of)

    @extend_schema(
        operation_id="more_time_for_order",
        request=None,
        responses={
            200: OrderOutput,
            404: OpenApiResponse(description="The caller has no such order."),
            409: OpenApiResponse(description="It cannot be kept any longer."),
        },
    )
    def post(self, request: Request, order_id: UUID) -> HttpResponse:
        """Keeps what is held for the order longer, up to a limit; `pay_by` says until when."""
        customer_id = caller_id(request)
        get_object_or_404(orders_of(customer_id), pk=order_id)
        return answered_once(
            request,
            caller=f"customer:{customer_id}",
            answer=lambda: json_answer(shown_as_stored(ask_for_more_time(order_id=order_id))),
        )
