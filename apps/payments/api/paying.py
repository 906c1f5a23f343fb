"""Paying an order over HTTP."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import msgspec
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.payments.queries import ShownPayment, balance_of, payer_of, shown_payment
from apps.payments.rules import ActionKind, Method, StatusWord
from apps.payments.services import start_attempt
from shop.kernel.api.authentication import TokenAuthentication, caller_id
from shop.kernel.api.bodies import END, Answer, Body, json_answer, read_body
from shop.kernel.api.idempotency import answered_once
from shop.kernel.api.order_token import OrderTokenAuthentication

_Printable = Annotated[str, msgspec.Meta(max_length=255, pattern=rf"^[\x21-\x7e]*{END}")]
_Address = Annotated[str, msgspec.Meta(max_length=900, pattern=rf"^(https?://[\x21-\x7e]+)?{END}")]


class NewAttempt(Body):
    """How to pay.

    With card, `token` is what the gateway's card page hands out; with upi_collect, `vpa` is the
    UPI id that is asked. A page where the buyer approves leads to `return_url` afterwards. So much
    as `wallet_amount` says comes from the wallet at once, and only the rest in this way. Members
    `save` a card for the next time, where its gateway does that, and name it then as `saved_card`
    instead of a token.
    """

    example = {"method": "card", "token": "tok_4242424242424242"}

    method: Method
    token: _Printable = ""
    vpa: _Printable = ""
    return_url: _Address = ""
    wallet_amount: Decimal = Decimal(0)
    save: bool = False
    saved_card: UUID | None = None

    def __post_init__(self) -> None:
        if not self.wallet_amount.is_finite():
            raise ValueError("wallet_amount is an amount like 12.50")

    @property
    def needs_member(self) -> bool:
        """Whether it is about what belongs to the buyer, and not to the order."""
        from_wallet = self.method == Method.WALLET or bool(self.wallet_amount)
        return from_wallet or self.save or self.saved_card is not None


class AttemptAnswer(Answer):
    """`amount` is what it is to bring: a wallet may give a part, and another way the rest."""

    number: int
    amount: Decimal
    method: Method
    status: str
    reason: str
    created_at: datetime


class ActionAnswer(Answer):
    """What the buyer does now: `redirect` to url, open url with an app (upi_intent), or wait.

    `page` of the gateway helps whoever has no such app at hand.
    """

    kind: ActionKind
    url: str
    page: str
    expires_at: datetime


class PaymentAnswer(Answer, kw_only=True):
    """`methods` are possible now; `wallet_balance` is null where the wallet cannot be used.

    `owed` is what is left of `amount` after what was credited: so much has to be paid altogether.
    """

    order_id: UUID
    status: StatusWord
    amount: Decimal
    owed: Decimal
    currency: str
    captured: Decimal
    refunded: Decimal
    decline_reason: str
    decline_sentence: str
    methods: list[Method]
    wallet_balance: Decimal | None = None
    next_action: ActionAnswer | None
    attempts: list[AttemptAnswer]


_PROBLEMS = {
    401: OpenApiResponse(description="No valid access token, and no Order-Token."),
    404: OpenApiResponse(description="No payment for such an order of the caller."),
}


class PaymentView(APIView):
    """The payment of one of the caller's orders."""

    authentication_classes = (TokenAuthentication, OrderTokenAuthentication)
    buyer_of = staticmethod(payer_of)

    @extend_schema(operation_id="payment", responses={200: PaymentAnswer, **_PROBLEMS})
    def get(self, request: Request, order_id: UUID) -> HttpResponse:
        """How it stands, what the buyer can or has to do."""
        return _payment_answer(request, order_id)


class AttemptsView(APIView):
    """Pays one of the caller's orders, also again after a refusal."""

    authentication_classes = (TokenAuthentication, OrderTokenAuthentication)
    buyer_of = staticmethod(payer_of)

    @extend_schema(
        operation_id="start_payment_attempt",
        request=NewAttempt,
        responses={
            201: PaymentAnswer,
            **_PROBLEMS,
            403: OpenApiResponse(
                description="Wallet and saved cards are for those who have signed in."
            ),
            409: OpenApiResponse(
                description="The order is paid or cancelled, or the wallet holds too little."
            ),
            422: OpenApiResponse(description="The body does not fit."),
        },
    )
    def post(self, request: Request, order_id: UUID) -> HttpResponse:
        """Asks for the money in this way, instead of by an attempt that is still open."""
        body = read_body(request, NewAttempt)
        customer_id = caller_id(request)
        shown_payment(customer_id=customer_id, order_id=order_id)
        if body.needs_member and not _is_signed_in(request):
            raise PermissionDenied("Sign in to use your wallet or your saved cards.")
        return answered_once(
            request,
            caller=f"customer:{customer_id}",
            answer=lambda: _started(request, order_id, body),
        )


def _started(request: Request, order_id: UUID, body: NewAttempt) -> HttpResponse:
    start_attempt(
        order_id=order_id,
        method=body.method,
        token=body.token,
        vpa=body.vpa,
        return_url=body.return_url,
        wallet_amount=body.wallet_amount,
        keep=body.save,
        saved_card=body.saved_card,
    )
    return _payment_answer(request, order_id, status=201)


def _payment_answer(request: Request, order_id: UUID, *, status: int = 200) -> HttpResponse:
    payment = shown_payment(customer_id=caller_id(request), order_id=order_id)
    answer = msgspec.convert(payment, PaymentAnswer, from_attributes=True)
    answer.wallet_balance = _balance(request, payment)
    if answer.wallet_balance is None:
        answer.methods = [method for method in answer.methods if method != Method.WALLET]
    return json_answer(answer, status=status)


def _balance(request: Request, payment: ShownPayment) -> Decimal | None:
    """Whoever has only the token of an order does not see what is in its buyer's wallet."""
    if not payment.methods or not _is_signed_in(request):
        return None
    return balance_of(caller_id(request), currency=payment.currency).amount


def _is_signed_in(request: Request) -> bool:
    return isinstance(request.successful_authenticator, TokenAuthentication)
