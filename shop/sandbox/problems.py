"""How the sandbox says no: one exception in its rules, one RFC 9457 document over HTTP."""

from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response


class RefusalError(Exception):
    """What was asked is not done. The sentence says why; `status` is the HTTP status."""

    def __init__(self, sentence: str, *, status: HTTPStatus) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


def not_found(sentence: str) -> RefusalError:
    return RefusalError(sentence, status=HTTPStatus.NOT_FOUND)


def conflict(sentence: str) -> RefusalError:
    return RefusalError(sentence, status=HTTPStatus.CONFLICT)


def invalid(sentence: str) -> RefusalError:
    return RefusalError(sentence, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def problem_response(status: int, sentence: str) -> Response:
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": sentence,
    }
    headers = {"WWW-Authenticate": "Bearer"} if status == HTTPStatus.UNAUTHORIZED else None
    return JSONResponse(body, status, headers, media_type="application/problem+json")


async def answer_refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusalError)  # noqa: S101 - registered for nothing else
    return problem_response(error.status, error.sentence)


async def answer_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for nothing else
    sentence = f"{request.method} {request.url.path}: {error.detail}."
    return problem_response(error.status_code, sentence)


async def answer_disconnect(request: Request, error: Exception) -> Response:
    return problem_response(HTTPStatus.BAD_REQUEST, "The request ended before its body was whole.")


async def answer_failure(request: Request, error: Exception) -> Response:
    sentence = "The sandbox itself failed; its log says why. Nothing was changed."
    return problem_response(HTTPStatus.INTERNAL_SERVER_ERROR, sentence)
