"""Changing a password that is known, and setting one that was forgotten."""

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.accounts.api.member_bodies import ForgottenInput, PasswordInput, ResetInput
from apps.accounts.services import ask_for_reset, change_password, reset_password
from shop.kernel.api.authentication import caller_id, caller_session
from shop.kernel.api.bodies import empty_answer, read_body
from shop.kernel.api.callers import caller_address
from shop.kernel.api.idempotency import answered_once

_OFTEN = OpenApiResponse(description="throttled: Retry-After says for how long.")
_GUEST = "guest"


class PasswordChangeView(APIView):
    """Sets a new password; every device but this one is signed out."""

    @extend_schema(
        operation_id="change_password",
        request=PasswordInput,
        responses={
            204: None,
            404: OpenApiResponse(description="The account was closed."),
            422: OpenApiResponse(description="wrong_password or weak_password"),
            429: _OFTEN,
        },
    )
    def post(self, request: Request) -> HttpResponse:
        body = read_body(request, PasswordInput)
        customer_id = caller_id(request)

        def change() -> HttpResponse:
            change_password(
                customer_id=customer_id,
                current=body.current_password,
                new=body.new_password,
                kept_session=caller_session(request),
            )
            return empty_answer(status=204)

        return answered_once(request, caller=f"customer:{customer_id}", answer=change)


class PasswordForgottenView(APIView):
    """Mails a token to set a new password, if there is such an account; the answer never tells."""

    authentication_classes = []
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="forgot_password",
        request=ForgottenInput,
        responses={
            202: OpenApiResponse(description="If there is such an account, a mail is on its way."),
            422: OpenApiResponse(description="That is no mail address."),
            429: _OFTEN,
        },
    )
    def post(self, request: Request) -> HttpResponse:
        body = read_body(request, ForgottenInput)

        def ask() -> HttpResponse:
            ask_for_reset(email=body.email, address=caller_address(request))
            return empty_answer(status=202)

        return answered_once(request, caller=_GUEST, answer=ask)


class PasswordResetView(APIView):
    """Sets a new password with the token of a mail; every device is signed out."""

    authentication_classes = []
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="reset_password",
        request=ResetInput,
        responses={
            204: None,
            422: OpenApiResponse(description="token_refused or weak_password"),
            429: _OFTEN,
        },
    )
    def post(self, request: Request) -> HttpResponse:
        body = read_body(request, ResetInput)

        def reset() -> HttpResponse:
            address = caller_address(request)
            reset_password(secret=body.token, new=body.new_password, address=address)
            return empty_answer(status=204)

        return answered_once(request, caller=_GUEST, answer=reset)
