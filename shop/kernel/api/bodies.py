"""Request bodies in, typed; answers out, as JSON. Both by msgspec."""

from collections.abc import Mapping
from typing import ClassVar, TypeVar

import msgspec
from django.http import HttpResponse
from rest_framework.exceptions import ParseError, UnsupportedMediaType
from rest_framework.request import Request

from shop.kernel.errors import InvalidInput

B = TypeVar("B", bound="Body")


class Body(msgspec.Struct, forbid_unknown_fields=True):
    """What an endpoint accepts. Limits are declared with `Annotated[..., msgspec.Meta(...)]`.

    `example` is one that works in the demo shop; it is shown in the API document.
    """

    example: ClassVar[Mapping[str, object]] = {}


class Answer(msgspec.Struct):
    """What an endpoint returns; amounts are decimal strings, times RFC 3339 in UTC."""


def read_body(request: Request, body_type: type[B]) -> B:
    """The request's JSON body.

    Raises ParseError (400) if it is no JSON, UnsupportedMediaType (415) if it does not say so,
    InvalidInput (422) naming the field if it is not what `body_type` wants.
    """
    if request.content_type.partition(";")[0] != "application/json":
        raise UnsupportedMediaType(request.content_type or "nothing")
    try:
        return msgspec.json.decode(request.body, type=body_type)
    except msgspec.ValidationError as error:
        raise InvalidInput(f"The body does not fit: {error}.") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ParseError(f"The body is not well-formed JSON: {error}.") from error


def json_answer(content: Answer | list[Answer], *, status: int = 200) -> HttpResponse:
    """The content as `application/json`."""
    return HttpResponse(
        msgspec.json.encode(content), status=status, content_type="application/json"
    )
