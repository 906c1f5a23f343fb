"""Every refusal as a problem document (RFC 9457), made in one place."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import msgspec
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpResponse
from rest_framework import exceptions
from rest_framework.views import set_rollback

from shop.kernel.context import current_context
from shop.kernel.errors import DomainError
from shop.kernel.limits import LimitReached

_CODE_OF_STATUS = {
    400: "malformed_request",
    401: "not_authenticated",
    403: "permission_denied",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    413: "too_large",
    415: "unsupported_media_type",
    429: "throttled",
}
_WHO_CALLS = (
    "Say who is calling: with an access token in Authorization: Bearer, or, where the API document"
    " allows it, with a Cart-Token or an Order-Token."
)


def problem(
    status: int,
    code: str,
    sentence: str,
    *,
    details: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """A problem document: `code` for programs, `sentence` for people, `details` beside them."""
    document = {
        "type": f"urn:tradewind:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": sentence,
        "correlation_id": current_context().correlation_id,
        **(details or {}),
    }
    return HttpResponse(
        msgspec.json.encode(document),
        status=status,
        content_type="application/problem+json",
        headers=dict(headers or {}),
    )


def problem_response(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """Django REST framework's exception handler; None lets a bug be a bug."""
    set_rollback()
    match error:
        case DomainError():
            return _of_domain_error(error)
        case Http404():
            return problem(404, "not_found", "There is no such thing here.")
        case PermissionDenied():
            return problem(403, "permission_denied", "You may not do this.")
        case RequestDataTooBig():
            return problem(413, "too_large", "The body is too large: 64 KB are allowed.")
        case exceptions.APIException():
            return _of_api_exception(error)
    return None


def _of_domain_error(error: DomainError) -> HttpResponse:
    return problem(
        error.status,
        error.code,
        error.sentence,
        details=error.details,
        headers=_headers_of_refusal(error),
    )


def _headers_of_refusal(error: DomainError) -> dict[str, str]:
    if isinstance(error, LimitReached):
        return {"Retry-After": str(error.retry_after)}
    if error.status == HTTPStatus.UNAUTHORIZED:
        return {"WWW-Authenticate": "Bearer"}
    return {}


def _of_api_exception(error: exceptions.APIException) -> HttpResponse:
    status = error.status_code
    code = _CODE_OF_STATUS.get(status, "invalid_request")
    nameless = isinstance(error, exceptions.NotAuthenticated)
    sentence = _WHO_CALLS if nameless else _sentence(error.detail)
    return problem(status, code, sentence, headers=_headers(error))


def _sentence(detail: object) -> str:
    match detail:
        case dict():
            return " ".join(f"{field}: {_sentence(inner)}" for field, inner in detail.items())
        case list():
            return " ".join(_sentence(inner) for inner in detail)
    return str(detail)


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = header
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait))
    return headers
