"""What every operation of the OpenAPI document has in common, said in one place."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

_Operation = dict[str, Any]

_PROBLEM = {
    "type": "object",
    "description": "Why it was refused (RFC 9457): `code` for programs, `detail` for people.",
    "required": ["type", "title", "status", "code", "detail", "correlation_id"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "correlation_id": {"type": "string", "format": "uuid"},
    },
    "example": {
        "type": "urn:tradewind:problem:insufficient_stock",
        "title": "Conflict",
        "status": 409,
        "code": "insufficient_stock",
        "detail": "Not everything is there in the quantity you want; nothing was ordered.",
        "correlation_id": "01890a5d-ac96-774b-bcce-b302099a8057",
    },
}
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": (
        "Yours for this request: sent again with the same body, it has no second effect and gets"
        " the first answer, with `Idempotent-Replayed: true`. Kept for a day."
    ),
    "schema": {"type": "string", "maxLength": 255},
}
_SENTENCES = {
    HTTPStatus.BAD_REQUEST: "The request cannot be read.",
    HTTPStatus.UNAUTHORIZED: "Nobody we know: sign in, or refresh the access token.",
    HTTPStatus.NOT_FOUND: "There is no such thing here, or it is not the caller's.",
    HTTPStatus.CONFLICT: "Not now, as things stand; or a twin with the same key is at work.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The body is too large.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "The body must be JSON.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "The request can be read, and cannot work as it stands.",
    HTTPStatus.TOO_MANY_REQUESTS: "The caller's budget is used up: come back after Retry-After.",
}
_BODY = {
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
}
_UNSAFE = {"post", "put", "patch", "delete"}
_KEYED_PATHS = "/api/"


def complete(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """drf-spectacular's hook: the document with keys, budgets and problems in every operation."""
    result["components"].setdefault("schemas", {})["Problem"] = _PROBLEM
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            if method in _UNSAFE and path.startswith(_KEYED_PATHS):
                operation.setdefault("parameters", []).append(_KEY)
            for status in _possible_refusals(path, method, operation):
                operation["responses"].setdefault(
                    str(status.value), {"description": _SENTENCES[status]}
                )
            _describe_answers(operation["responses"])
    return result


def _possible_refusals(path: str, method: str, operation: _Operation) -> Iterator[HTTPStatus]:
    yield HTTPStatus.TOO_MANY_REQUESTS
    if {} not in operation.get("security", [{}]):
        yield HTTPStatus.UNAUTHORIZED
    if "{" in path:
        yield HTTPStatus.NOT_FOUND
    if "requestBody" in operation:
        yield from _BODY
    if any(parameter["in"] == "query" for parameter in operation.get("parameters", [])):
        yield HTTPStatus.UNPROCESSABLE_ENTITY
    if method in _UNSAFE and path.startswith(_KEYED_PATHS):
        yield from (HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY)


def _describe_answers(responses: dict[str, Any]) -> None:
    for status, response in responses.items():
        if int(status) >= HTTPStatus.BAD_REQUEST:
            response["content"] = {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            }
        elif not response["description"]:
            response["description"] = HTTPStatus(int(status)).phrase
        response.setdefault("headers", {}).update(_headers_of(int(status)))


def _headers_of(status: int) -> dict[str, Any]:
    budget = {
        "RateLimit": _header('What is left of the budget, `"api-reads";r=1199;t=60`.'),
        "RateLimit-Policy": _header('The budget, `"api-reads";q=1200;w=60`.'),
    }
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return {"Retry-After": _header("In how many seconds."), **budget}
    return budget


def _header(description: str) -> dict[str, Any]:
    return {"description": description, "schema": {"type": "string"}}
