"""Why an order costs what it costs, over HTTP."""

from decimal import Decimal
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.orders.queries import Reason, buyer_of, explained_total, orders_of
from shop.kernel.api.authentication import TokenAuthentication, caller_id
from shop.kernel.api.bodies import Answer, json_answer
from shop.kernel.api.order_token import OrderTokenAuthentication


class ReasonOutput(Answer):
    """Some cents of the total. `of` is a SKU or `shipping`, `rule` says what kind `rule_id` is.

    `rule` is one of `offer`, `promotion`, `shipping_rate`, `tax_rate`.
    """

    amount: Decimal
    of: str
    rule: str
    rule_id: int | None
    sentence: str


class ExplanationOutput(Answer):
    """What `makes` the total adds up to it; what it `contains` is the tax in it."""

    total: Decimal
    currency: str
    makes: list[ReasonOutput]
    contains: list[ReasonOutput]


_NO_SUCH_ORDER = OpenApiResponse(description="The caller has no such order.")


class OrderExplanationView(APIView):
    """The price of one of the caller's orders, by the rules that made it."""

    authentication_classes = (TokenAuthentication, OrderTokenAuthentication)
    buyer_of = staticmethod(buyer_of)

    @extend_schema(
        operation_id="explain_order", responses={200: ExplanationOutput, 404: _NO_SUCH_ORDER}
    )
    def get(self, request: Request, order_id: UUID) -> HttpResponse:
        """Which rule made each cent of the total: prices, promotions, delivery, taxes."""
        get_object_or_404(orders_of(caller_id(request)), pk=order_id)
        explained = explained_total(order_id)
        return json_answer(
            ExplanationOutput(
                total=explained.total.amount,
                currency=explained.total.currency,
                makes=[_shown(reason) for reason in explained.makes],
                contains=[_shown(reason) for reason in explained.contains],
            )
        )


def _shown(reason: Reason) -> ReasonOutput:
    return ReasonOutput(
        amount=reason.amount.amount,
        of=reason.of,
        rule=reason.rule,
        rule_id=reason.rule_id,
        sentence=reason.sentence,
    )
