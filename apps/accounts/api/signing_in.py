"""Endpoints whose credentials are in the body, so they ask for no access token."""

from dataclasses import asdict

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.accounts.api.bodies import (
    LoginInput,
    RefreshInput,
    RegisteredOutput,
    RegisterInput,
    TokensOutput,
)
from apps.accounts.rules.tokens import TokenPair
from apps.accounts.services import (
    admit_sign_up,
    open_session,
    refresh_session,
    register_user,
    sign_in,
    sign_out,
)
from shop.kernel.api.bodies import Answer, empty_answer, json_answer, read_body
from shop.kernel.api.callers import caller_address

_REFUSED = OpenApiResponse(description="The refresh token is not valid or was used before.")
_OFTEN = OpenApiResponse(description="throttled: Retry-After says for how long.")
_UNFIT = OpenApiResponse(description="A field does not fit; the sentence names it.")


class RegisterView(APIView):
    """Opens an account and signs this device in."""

    authentication_classes = []
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="register",
        request=RegisterInput,
        responses={
            201: RegisteredOutput,
            409: OpenApiResponse(description="email_taken: there is such an account already."),
            422: _UNFIT,
            429: _OFTEN,
        },
    )
    def post(self, request: Request) -> HttpResponse:
        body = read_body(request, RegisterInput)
        admit_sign_up(address=caller_address(request))
        user = register_user(
            email=body.email,
            password=body.password,
            name=body.name,
            phone=body.phone,
            locale=body.locale,
        )
        tokens = open_session(customer_id=user.customer_id, user_agent=_device(request))
        answer = RegisteredOutput(email=user.email, name=user.name, **asdict(tokens))
        return _private(answer, status=201)


class LoginView(APIView):
    """Signs this device in."""

    authentication_classes = []
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="log_in",
        request=LoginInput,
        responses={
            200: TokensOutput,
            401: OpenApiResponse(description="wrong_credentials"),
            422: _UNFIT,
            429: _OFTEN,
        },
    )
    def post(self, request: Request) -> HttpResponse:
        body = read_body(request, LoginInput)
        tokens = sign_in(
            email=body.email,
            password=body.password,
            user_agent=_device(request),
            address=caller_address(request),
        )
        return _private(_answer(tokens))


class RefreshView(APIView):
    """Exchanges a refresh token, once, for new tokens."""

    authentication_classes = []
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="refresh_session",
        request=RefreshInput,
        responses={
            200: TokensOutput,
            401: _REFUSED,
            409: OpenApiResponse(description="refresh_superseded: a twin request was first."),
            422: _UNFIT,
        },
    )
    def post(self, request: Request) -> HttpResponse:
        body = read_body(request, RefreshInput)
        return _private(_answer(refresh_session(refresh=body.refresh)))


class LogoutView(APIView):
    """Signs the device of this refresh token out."""

    authentication_classes = []
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="log_out",
        request=RefreshInput,
        responses={204: None, 401: _REFUSED, 422: _UNFIT},
    )
    def post(self, request: Request) -> HttpResponse:
        sign_out(refresh=read_body(request, RefreshInput).refresh)
        return empty_answer(status=204)


def _device(request: Request) -> str:
    return request.headers.get("User-Agent", "")


def _answer(tokens: TokenPair) -> TokensOutput:
    return TokensOutput(**asdict(tokens))


def _private(answer: Answer, *, status: int = 200) -> HttpResponse:
    response = json_answer(answer, status=status)
    response["Cache-Control"] = "no-store"
    return response
