"""Answers of the API that the caller has already: `ETag` and `If-None-Match`."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponseBase
from django.middleware.http import ConditionalGetMiddleware

_API = "/api/"


class ConditionalAnswers(ConditionalGetMiddleware):
    """What answers a GET is tagged by its content; the same again is a 304 without a body.

    What was asked in somebody's name may be kept by the caller alone, who asks each time.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if not request.path.startswith(_API):
            return response
        if request.method == "GET" and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-cache"
        if response.status_code != HTTPStatus.OK:
            return response
        return super().process_response(request, response)
