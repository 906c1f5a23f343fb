"""Paying an order over HTTP, and the door for the gateway's callbacks."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import msgspec
from django.conf import settings
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.payments.queries import shown_payment
from apps.payments.rules import StatusWord
from apps.payments.services import keep_callback, start_attempt
from shop.kernel.api.authentication import caller_id
from shop.kernel.api.bodies import Answer, Body, json_answer, read_body
from shop.kernel.api.idempotency import answered_once
from shop.kernel.api.signatures import signed_body

SANDBOX = "sandbox"


class NewAttempt(Body):
    """`token` stands for a card, as the gateway's card page hands it out."""

    token: Annotated[str, msgspec.Meta(min_length=1, max_length=255, pattern=r"^[\x21-\x7e]+$")]


class AttemptAnswer(Answer):
    number: int
    status: str
    reason: str
    created_at: datetime


class PaymentAnswer(Answer):
    order_id: UUID
    status: StatusWord
    amount: Decimal
    currency: str
    captured: Decimal
    refunded: Decimal
    decline_reason: str
    attempts: tuple[AttemptAnswer, ...]


OutsideId = Annotated[str, msgspec.Meta(max_length=255, pattern=r"^[\x21-\x7e]+$")]


class CallbackSubject(msgspec.Struct):
    id: OutsideId


class CallbackEnvelope(msgspec.Struct):
    """What every callback has; the job reads the rest."""

    id: OutsideId
    data: CallbackSubject


_PROBLEMS = {
    401: OpenApiResponse(description="No valid access token."),
    404: OpenApiResponse(description="No payment for such an order of the caller."),
}


class PaymentView(APIView):
    """The payment of one of the caller's orders."""

    @extend_schema(operation_id="payment", responses={200: PaymentAnswer, **_PROBLEMS})
    def get(self, request: Request, order_id: UUID) -> HttpResponse:
        return _payment_answer(request, order_id)


class AttemptsView(APIView):
    """Pays one of the caller's orders, also again after a refusal."""

    @extend_schema(
        operation_id="start_payment_attempt",
        request=NewAttempt,
        responses={
            201: PaymentAnswer,
            **_PROBLEMS,
            409: OpenApiResponse(description="The order is paid or cancelled."),
            422: OpenApiResponse(description="The body does not fit."),
        },
    )
    def post(self, request: Request, order_id: UUID) -> HttpResponse:
        body = read_body(request, NewAttempt)

        def answer() -> HttpResponse:
            shown_payment(customer_id=caller_id(request), order_id=order_id)
            start_attempt(order_id=order_id, token=body.token)
            return _payment_answer(request, order_id, status=201)

        return answered_once(request, caller=f"customer:{caller_id(request)}", answer=answer)


class SandboxCallbackView(APIView):
    """Takes the sandbox gateway's signed messages; they are understood later."""

    authentication_classes = ()
    permission_classes = ()

    @extend_schema(exclude=True)
    def post(self, request: Request) -> HttpResponse:
        body = signed_body(request, header="Sandbox-Signature", secret=settings.SANDBOX_SECRET)
        keep_callback(provider=SANDBOX, event_id=_event_id(body), body=body.decode())
        return HttpResponse(status=200)


def _payment_answer(request: Request, order_id: UUID, *, status: int = 200) -> HttpResponse:
    payment = shown_payment(customer_id=caller_id(request), order_id=order_id)
    answer = msgspec.convert(payment, PaymentAnswer, from_attributes=True)
    return json_answer(answer, status=status)


def _event_id(body: bytes) -> str:
    try:
        return msgspec.json.decode(body, type=CallbackEnvelope).id
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ParseError(f"The callback cannot be read: {error}.") from error
