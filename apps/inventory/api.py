from django.http import Http404, HttpResponse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.inventory.queries import availability_of
from shop.kernel.api.bodies import Answer, json_answer


class StockAnswer(Answer):
    """How many units of a SKU can be bought now."""

    sku: str
    available: int


class StockView(APIView):
    """What everybody may know about the stock."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="stock",
        responses={200: StockAnswer, 404: OpenApiResponse(description="This SKU is not stocked.")},
    )
    def get(self, request: Request, sku: str) -> HttpResponse:
        available = availability_of([sku]).get(sku)
        if available is None:
            raise Http404
        return json_answer(StockAnswer(sku=sku, available=available))
