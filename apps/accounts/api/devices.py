"""Endpoints about the devices that the caller is signed in on."""

from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.accounts.api.member_bodies import SessionOutput, SessionsOutput
from apps.accounts.models import LoginSession
from apps.accounts.queries import open_sessions_of
from apps.accounts.services import end_session, sign_out_everywhere
from shop.kernel.api.authentication import caller_id, caller_session
from shop.kernel.api.bodies import empty_answer, json_answer


class SessionsView(APIView):
    """The caller's devices that are signed in, the one used last first."""

    @extend_schema(operation_id="sessions", responses={200: SessionsOutput})
    def get(self, request: Request) -> HttpResponse:
        sessions = open_sessions_of(caller_id(request))
        current = caller_session(request)
        return json_answer(
            SessionsOutput(sessions=[_session(session, current) for session in sessions])
        )


class SessionView(APIView):
    """One of the caller's devices."""

    @extend_schema(
        operation_id="end_session",
        responses={204: None, 404: OpenApiResponse(description="No such device is signed in.")},
    )
    def delete(self, request: Request, session_id: UUID) -> HttpResponse:
        end_session(customer_id=caller_id(request), session_id=session_id)
        return empty_answer(status=204)


class LogoutAllView(APIView):
    """Signs all devices and browsers out; access tokens live on for their last minutes."""

    @extend_schema(
        operation_id="end_all_sessions",
        request=None,
        responses={204: None, 404: OpenApiResponse(description="The account was closed.")},
    )
    def post(self, request: Request) -> HttpResponse:
        sign_out_everywhere(customer_id=caller_id(request))
        return empty_answer(status=204)


def _session(session: LoginSession, current: UUID | None) -> SessionOutput:
    return SessionOutput(
        id=session.id,
        user_agent=session.user_agent,
        created_at=session.created_at,
        last_used_at=session.last_used_at,
        expires_at=session.expires_at,
        is_current=session.id == current,
    )
