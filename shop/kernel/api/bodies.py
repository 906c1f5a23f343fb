"""Request bodies and questions in, typed; answers out, as JSON. All by msgspec."""

from collections.abc import Mapping
from typing import ClassVar, TypeVar

import msgspec
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ParseError, UnsupportedMediaType
from rest_framework.request import Request

from shop.kernel.errors import InvalidInput

B = TypeVar("B", bound="Body")
Q = TypeVar("Q", bound="Question")

END = r"$(?!\n)"
"""How a pattern ends. `$` alone also fits before a line break that ends the text."""


class Body(msgspec.Struct, forbid_unknown_fields=True):
    """What an endpoint accepts. Limits are declared with `Annotated[..., msgspec.Meta(...)]`.

    `example` is one that works in the demo shop; it is shown in the API document.
    """

    example: ClassVar[Mapping[str, object]] = {}


class Question(msgspec.Struct, forbid_unknown_fields=True):
    """What an endpoint may be asked in its query string, each name once."""


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


def read_question(request: Request, question_type: type[Q]) -> Q:
    """What the query string asks. Raises InvalidInput (422) naming what does not fit."""
    asked = request.query_params.dict()
    try:
        return msgspec.convert(asked, question_type, strict=False)
    except msgspec.ValidationError as error:
        raise InvalidInput(f"The question does not fit: {error}.") from error


def parameters_of(question_type: type[Question]) -> list[OpenApiParameter]:
    """The question as the API document describes it."""
    _, parts = msgspec.json.schema_components([question_type], ref_template="{name}")
    schema = parts[question_type.__name__]
    return [
        OpenApiParameter(name, type=described, required=name in schema.get("required", []))
        for name, described in schema["properties"].items()
    ]


def json_answer(content: Answer | list[Answer], *, status: int = 200) -> HttpResponse:
    """The content as `application/json`."""
    return HttpResponse(
        msgspec.json.encode(content), status=status, content_type="application/json"
    )


def empty_answer(*, status: int) -> HttpResponse:
    """An answer that says all by its status."""
    response = HttpResponse(status=status)
    del response["Content-Type"]
    return response
