"""Which mail address counts."""

from collections.abc import Callable

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.accounts.api.member_bodies import NewEmailInput, VerificationInput
from apps.accounts.services import ask_for_new_email, ask_for_verification, verify_email
from shop.kernel.api.authentication import caller_id
from shop.kernel.api.bodies import empty_answer, read_body
from shop.kernel.api.idempotency import answered_once

_CLOSED = OpenApiResponse(description="The account was closed.")
_OFTEN = OpenApiResponse(description="throttled: Retry-After says for how long.")
_ON_ITS_WAY = OpenApiResponse(description="A mail is on its way.")


class EmailVerifyView(APIView):
    """Takes the token of a mail: its address is the caller's own, and the account's, from now on.

    The caller is signed in to the account that asked: the mailbox alone is not enough.
    """

    @extend_schema(
        operation_id="change_email",
        request=VerificationInput,
        responses={
            204: None,
            404: _CLOSED,
            409: OpenApiResponse(description="email_taken: another account has the address."),
            422: OpenApiResponse(description="token_refused"),
        },
    )
    def post(self, request: Request) -> HttpResponse:
        body = read_body(request, VerificationInput)
        customer_id = caller_id(request)
        return _once(
            request,
            lambda: verify_email(customer_id=customer_id, secret=body.token),
            status=204,
        )


class EmailVerificationView(APIView):
    """Mails one more token to the account's address, unless that is verified."""

    @extend_schema(
        operation_id="ask_for_verification",
        request=None,
        responses={202: _ON_ITS_WAY, 404: _CLOSED, 429: _OFTEN},
    )
    def post(self, request: Request) -> HttpResponse:
        customer_id = caller_id(request)
        return _once(request, lambda: ask_for_verification(customer_id=customer_id), status=202)


class EmailChangeView(APIView):
    """Mails a token to a new address; until it comes back, the old one counts."""

    @extend_schema(
        operation_id="verify_email",
        request=NewEmailInput,
        responses={
            202: _ON_ITS_WAY,
            404: _CLOSED,
            422: OpenApiResponse(description="wrong_password, or that is no mail address."),
            429: _OFTEN,
        },
    )
    def post(self, request: Request) -> HttpResponse:
        body = read_body(request, NewEmailInput)
        customer_id = caller_id(request)
        return _once(
            request,
            lambda: ask_for_new_email(
                customer_id=customer_id, email=body.email, password=body.password
            ),
            status=202,
        )


def _once(request: Request, act: Callable[[], object], *, status: int) -> HttpResponse:
    def answer() -> HttpResponse:
        act()
        return empty_answer(status=status)

    return answered_once(request, caller=f"customer:{caller_id(request)}", answer=answer)
