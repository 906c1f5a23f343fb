"""Begins a story for every request, so that all it causes can be found by one id."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from shop.kernel.context import Context
from shop.kernel.identity import new_id
from shop.kernel.tracing import story_of_trace, traced, valid_traceparent


class StoryMiddleware:
    """Goes on with `X-Correlation-Id` and `traceparent` of the caller, answers with the former.

    A caller who names a trace only gets a story of the same id.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        context = _context_of(request)
        with traced(context, str(request.method), kind="SERVER") as span:
            response = self.get_response(request)
            span.describe(_name_of(request), {"http.response.status_code": response.status_code})
        response["X-Correlation-Id"] = str(context.correlation_id)
        return response


def _context_of(request: HttpRequest) -> Context:
    traceparent = valid_traceparent(request.headers.get("traceparent", ""))
    named = _uuid(request.headers.get("X-Correlation-Id", ""))
    return Context(
        correlation_id=named or story_of_trace(traceparent) or new_id(), traceparent=traceparent
    )


def _uuid(text: str) -> UUID | None:
    try:
        # The id of nothing names no story, nor may a trace be called so.
        return UUID(text) if UUID(text).int else None
    except ValueError:
        return None


def _name_of(request: HttpRequest) -> str:
    """The pattern of the address, not the address: that may hold somebody's secret."""
    route = request.resolver_match.route if request.resolver_match else "nowhere"
    return f"{request.method} /{route}"
