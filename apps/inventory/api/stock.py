from datetime import date

from django.http import Http404, HttpResponse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.inventory.queries import availability_of, wait_offers
from shop.kernel.api.bodies import Answer, json_answer


class StockAnswer(Answer):
    """How many units of a SKU can be bought now, and what happens when none is left.

    `when_sold_out` is one of deny, backorder, preorder: whether it can be ordered all the same.
    Then whoever orders one is promised it for a day; without one, as soon as there is one.
    """

    sku: str
    available: int
    when_sold_out: str
    promised_for: date | None


class StockView(APIView):
    """What everybody may know about the stock."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="stock",
        responses={200: StockAnswer, 404: OpenApiResponse(description="This SKU is not stocked.")},
    )
    def get(self, request: Request, sku: str) -> HttpResponse:
        available, offer = availability_of([sku]).get(sku), wait_offers([sku]).get(sku)
        if available is None and offer is None:
            raise Http404
        return json_answer(
            StockAnswer(
                sku=sku,
                available=available or 0,
                when_sold_out=offer.when_sold_out if offer else "deny",
                promised_for=offer.promised_for if offer and not available else None,
            )
        )
