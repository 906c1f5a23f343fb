"""Which seats are free, for everybody."""

from django.http import Http404, HttpResponse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.inventory.models import TicketState
from apps.inventory.queries import seats_of
from apps.inventory.rules import is_sku
from shop.kernel.api.bodies import Answer, json_answer


class SeatAnswer(Answer):
    """A ticket: `state` is `available`, `reserved` (somebody is about to buy it) or `sold`.

    `seat` is empty where everybody sits where they like.
    """

    number: int
    seat: str
    state: str


class SeatsAnswer(Answer):
    """All tickets of a SKU, by their numbers."""

    sku: str
    capacity: int
    available: int
    seats: list[SeatAnswer]


class SeatsView(APIView):
    """Which seats are free."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="seats",
        responses={
            200: SeatsAnswer,
            404: OpenApiResponse(description="This SKU is not sold as numbered tickets."),
        },
    )
    def get(self, request: Request, sku: str) -> HttpResponse:
        """Every ticket of the kind, and whether somebody has it."""
        tickets = seats_of([sku]) if is_sku(sku) else []
        if not tickets:
            raise Http404
        seats = [SeatAnswer(it.number, it.seat, it.state) for it in tickets]
        free = sum(it.state == TicketState.AVAILABLE for it in tickets)
        return json_answer(SeatsAnswer(sku=sku, capacity=len(seats), available=free, seats=seats))
