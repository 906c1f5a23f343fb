"""Begins a story for every request, so that all it causes can be found by one id."""

import re
from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from shop.kernel.context import Context, acting_in
from shop.kernel.identity import new_id

_TRACEPARENT = re.compile(r"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")


class StoryMiddleware:
    """Takes `X-Correlation-Id` and `traceparent` over from the caller, answers with the former."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        context = Context(
            correlation_id=_uuid(request.headers.get("X-Correlation-Id", "")),
            traceparent=_traceparent(request.headers.get("traceparent", "")),
        )
        with acting_in(context):
            response = self.get_response(request)
        response["X-Correlation-Id"] = str(context.correlation_id)
        return response


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return new_id()


def _traceparent(text: str) -> str:
    return text if _TRACEPARENT.fullmatch(text) else ""
