"""What happened to an order, over HTTP."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.orders.queries import TimelineFact, buyer_of, orders_of, timeline_of
from shop.kernel.api.authentication import TokenAuthentication, caller_id
from shop.kernel.api.bodies import Answer, json_answer
from shop.kernel.api.order_token import OrderTokenAuthentication


class TimelineEntryOutput(Answer):
    """One thing that happened; `by` is customer, staff or system, `cause` the id that led to it."""

    id: UUID
    at: datetime
    type: str
    sentence: str
    by: str
    cause: UUID | None


class TimelineOutput(Answer):
    """Everything that is known to have happened, oldest first."""

    entries: list[TimelineEntryOutput]


_NO_SUCH_ORDER = OpenApiResponse(description="The caller has no such order.")


class OrderTimelineView(APIView):
    """The history of one of the caller's orders."""

    authentication_classes = (TokenAuthentication, OrderTokenAuthentication)
    buyer_of = staticmethod(buyer_of)

    @extend_schema(
        operation_id="order_timeline", responses={200: TimelineOutput, 404: _NO_SUCH_ORDER}
    )
    def get(self, request: Request, order_id: UUID) -> HttpResponse:
        """What happened to the order so far, across the whole shop."""
        get_object_or_404(orders_of(caller_id(request)), pk=order_id)
        facts = timeline_of(order_id)
        return json_answer(TimelineOutput(entries=[_shown(fact) for fact in facts]))


def _shown(fact: TimelineFact) -> TimelineEntryOutput:
    return TimelineEntryOutput(
        id=fact.event_id,
        at=fact.at,
        type=fact.event_type,
        sentence=fact.title,
        by=fact.actor.partition(":")[0],
        cause=fact.cause,
    )
