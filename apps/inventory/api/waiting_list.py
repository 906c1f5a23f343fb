from datetime import datetime

from django.http import Http404, HttpResponse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.inventory.queries import PlaceInLine, place_in_line
from apps.inventory.services import join_waiting_list, leave_waiting_list
from shop.kernel.api.authentication import TokenAuthentication, caller_id
from shop.kernel.api.bodies import Answer, empty_answer, json_answer
from shop.kernel.api.idempotency import answered_once


class PlaceAnswer(Answer):
    """So many are `ahead`; from `offered_until` on the unit that is held may go to the next."""

    sku: str
    ahead: int
    offered_until: datetime | None


_NOT_IN_LINE = OpenApiResponse(description="The caller does not stand in this line.")


class WaitingListView(APIView):
    """The caller's place in the line for a SKU that is sold out."""

    authentication_classes = (TokenAuthentication,)

    @extend_schema(operation_id="place_in_line", responses={200: PlaceAnswer, 404: _NOT_IN_LINE})
    def get(self, request: Request, sku: str) -> HttpResponse:
        """Where the caller stands, and whether a unit is held for them: order it then."""
        place = place_in_line(sku=sku, customer_id=caller_id(request))
        if place is None:
            raise Http404
        return json_answer(_shown(place))

    @extend_schema(
        operation_id="stand_in_line",
        request=None,
        responses={
            200: PlaceAnswer,
            404: OpenApiResponse(description="This SKU is not stocked."),
            409: OpenApiResponse(description="It can be bought now."),
        },
    )
    def put(self, request: Request, sku: str) -> HttpResponse:
        """Stands in line for one unit; once more changes nothing."""
        customer_id = caller_id(request)

        def join() -> HttpResponse:
            join_waiting_list(sku=sku, customer_id=customer_id)
            return self.get(request, sku)

        return answered_once(request, caller=f"customer:{customer_id}", answer=join)

    @extend_schema(
        operation_id="leave_line",
        request=None,
        responses={204: OpenApiResponse(description="Left."), 404: _NOT_IN_LINE},
    )
    def delete(self, request: Request, sku: str) -> HttpResponse:
        """Waits no longer; what is held for the caller goes to the next in line."""
        customer_id = caller_id(request)

        def leave() -> HttpResponse:
            leave_waiting_list(sku=sku, customer_id=customer_id)
            return empty_answer(status=204)

        return answered_once(request, caller=f"customer:{customer_id}", answer=leave)


def _shown(place: PlaceInLine) -> PlaceAnswer:
    return PlaceAnswer(sku=place.sku, ahead=place.ahead, offered_until=place.offered_until)
