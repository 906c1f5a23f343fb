"""Kept answers of the API, with an `ETag` by their content."""

from collections.abc import Callable

import msgspec
from django.http import HttpResponse

from shop.kernel.api.bodies import Answer
from shop.kernel.cache.keeping import Rendered, Source, kept

LONGEST_KEY = 600
"""Whoever asks for more gets an answer of his own, which nobody keeps."""


def kept_json(source: Source, answer: Callable[[], Answer | HttpResponse]) -> HttpResponse:
    """The answer as JSON, perhaps a kept one, tagged so that nobody gets it twice.

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
    return _response(found) if found else others[0]


def _response(found: Rendered) -> HttpResponse:
    headers = {"ETag": f'"{found.tag}"', "Cache-Control": "public, no-cache"}
    return HttpResponse(found.body, content_type=found.content_type, headers=headers)
