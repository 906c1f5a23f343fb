"""`ETag` and `If-Match` over HTTP: nobody overwrites a change that they have not seen."""

import re

from django.http import HttpResponse
from rest_framework.request import Request

from shop.kernel.errors import InvalidInput

_TAG = re.compile(r'"([0-9]{1,9})"')


def tagged(response: HttpResponse, *, version: int) -> HttpResponse:
    """The response with the version of what it shows as its `ETag`."""
    response["ETag"] = f'"{version}"'
    response["Cache-Control"] = "private, no-cache"
    return response


def expected_version(request: Request) -> int | None:
    """The version that the caller wants to change, from `If-Match`; None if any will do.

    Raises InvalidInput for a tag that was never given here.
    """
    header = request.headers.get("If-Match", "*").strip()
    if header == "*":
        return None
    found = _TAG.fullmatch(header)
    if found is None:
        raise InvalidInput("If-Match must be the ETag of the last answer, or *.")
    return int(found[1])
