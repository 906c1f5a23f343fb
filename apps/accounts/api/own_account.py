"""Endpoints about the caller's own account."""

from uuid import UUID

import msgspec
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.accounts.api.bodies import AccountOutput, ContactInput, SessionOutput, SessionsOutput
from apps.accounts.models import LoginSession, User
from apps.accounts.queries import account_of, open_sessions_of
from apps.accounts.services import change_profile, end_session, sign_out_everywhere
from shop.kernel.api.authentication import caller_id
from shop.kernel.api.bodies import json_answer, read_body

_CLOSED = OpenApiResponse(description="The account was closed.")


class MeView(APIView):
    """The caller's own account."""

    @extend_schema(responses={200: AccountOutput, 404: _CLOSED})
    def get(self, request: Request) -> HttpResponse:
        return json_answer(_account(account_of(caller_id(request))))

    @extend_schema(
        request=ContactInput,
        responses={
            200: AccountOutput,
            404: _CLOSED,
            422: OpenApiResponse(description="A field does not fit; the sentence names it."),
        },
    )
    def patch(self, request: Request) -> HttpResponse:
        body = read_body(request, ContactInput)
        user = change_profile(customer_id=caller_id(request), **msgspec.to_builtins(body))
        return json_answer(_account(user))


class SessionsView(APIView):
    """The caller's devices that are signed in, the one used last first."""

    @extend_schema(responses={200: SessionsOutput})
    def get(self, request: Request) -> HttpResponse:
        sessions = open_sessions_of(caller_id(request))
        return json_answer(SessionsOutput(sessions=[_session(session) for session in sessions]))


class SessionView(APIView):
    """One of the caller's devices."""

    @extend_schema(
        responses={204: None, 404: OpenApiResponse(description="No such device is signed in.")}
    )
    def delete(self, request: Request, session_id: UUID) -> HttpResponse:
        end_session(customer_id=caller_id(request), session_id=session_id)
        return HttpResponse(status=204)


class LogoutAllView(APIView):
    """Signs all devices out; access tokens live on for their last minutes."""

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request) -> HttpResponse:
        sign_out_everywhere(customer_id=caller_id(request))
        return HttpResponse(status=204)


def _account(user: User) -> AccountOutput:
    return AccountOutput(
        customer_id=user.customer_id,
        email=user.email,
        name=user.name,
        phone=user.phone,
        locale=user.locale,
        created_at=user.created_at,
    )


def _session(session: LoginSession) -> SessionOutput:
    return SessionOutput(
        id=session.id,
        user_agent=session.user_agent,
        created_at=session.created_at,
        last_used_at=session.last_used_at,
        expires_at=session.expires_at,
    )
