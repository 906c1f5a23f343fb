"""Kept answers of the API, with an `ETag` by their content."""

from collections.abc import Callable

import msgspec
from django.http import HttpResponse
from rest_framework.request import Request

from shop.kernel.api.bodies import Answer
from shop.kernel.cache.keeping import Rendered, Source, kept

LONGEST_KEY = 600
"""Whoever asks for more gets an answer of his own, which nobody keeps."""


def kept_json(
    request: Request, source: Source, answer: Callable[[], Answer | HttpResponse]
) -> HttpResponse:
    """The answer as JSON, perhaps a kept one; 304 if the caller has it already.

    Where `answer` gives a response instead, nothing is kept.
    """
    others: list[HttpResponse] = []

    def render() -> Rendered | None:
        content = answer()
        if isinstance(content, HttpResponse):
            others.append(content)
            return None
        return Rendered.of(msgspec.json.encode(content), "application/json")

    found = kept(source, render) if len(source.key) <= LONGEST_KEY else render()
    return _response(request, found) if found else others[0]


def _response(request: Request, found: Rendered) -> HttpResponse:
    headers = {"ETag": f'"{found.tag}"', "Cache-Control": "public, no-cache"}
    if f'"{found.tag}"' in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(found.body, content_type=found.content_type, headers=headers)
