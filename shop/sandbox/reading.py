"""Reading requests: bodies of a bearable size, with the right fields of the right types."""

from http import HTTPStatus
from typing import TypeVar
from urllib.parse import parse_qsl, urlsplit

import msgspec
from starlette.requests import Request

from shop.sandbox.problems import RefusalError, invalid

Shape = TypeVar("Shape")

_LARGEST_BODY = 64 * 1024
_LONGEST_PLACE = 18


async def body_of(request: Request) -> bytes:
    """The whole body; refused as soon as it passes 64 KB."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST_BODY:
            raise RefusalError(
                "The body is larger than 64 KB; send less.",
                status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            )
    return bytes(body)


def decoded(body: bytes, shape: type[Shape]) -> Shape:
    """JSON as `shape`; 400 for what is no JSON, 422 for what has other fields or types."""
    try:
        return msgspec.json.decode(body or b"{}", type=shape)
    except msgspec.ValidationError as error:
        raise invalid(f"The body does not fit: {error}.") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RefusalError(
            f"The body is not readable JSON: {error}.", status=HTTPStatus.BAD_REQUEST
        ) from error


def asked_reference(request: Request) -> str:
    """The reference whose things are listed, from the query."""
    reference = request.query_params.get("reference", "")
    if not reference:
        raise invalid("Say whose: add ?reference=... to the address.")
    return reference


def asked_place(request: Request) -> int:
    """The place behind which lines are wanted, from the query; without one, all are."""
    place = request.query_params.get("after", "") or "0"
    if not (place.isascii() and place.isdigit() and len(place) <= _LONGEST_PLACE):
        raise invalid("after must be a place that a former answer named.")
    return int(place)


def form_fields(body: bytes) -> dict[str, str]:
    """The fields of an HTML form; refused if the body is none."""
    try:
        return dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=20))
    except ValueError as error:
        raise invalid("This is not a form of this page. Go back to the shop.") from error


def checked_return_url(address: str) -> str:
    """The address, if it is one that a browser may be sent to."""
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise invalid("return_url must be the full address of a page of the shop.")
    return address
