"""Outside firms over HTTP: an answer, a refusal, or no usable answer at all."""

from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from typing import TypeVar

import httpx
import msgspec
from django.conf import settings

from shop.kernel.errors import Unreachable

A = TypeVar("A")

# Everything else, also a wrong key or too many requests, may be different at the next try.
_REFUSALS_OF_THE_QUESTION = {HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY}
_REFUSALS_OF_THE_MOVE = {HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.GONE}
_REFUSALS = _REFUSALS_OF_THE_QUESTION | _REFUSALS_OF_THE_MOVE


class Refused(Exception):
    """The firm understood the question and said no, with this HTTP status."""

    def __init__(self, sentence: str, *, status: int) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True)
class OutsideFirm:
    """A firm that speaks JSON, knows us by a bearer secret and honours `Idempotency-Key`.

    Calls raise Refused for its no, and Unreachable when there was no usable answer within
    `settings.OUTSIDE_TIMEOUT_SECONDS`: whether it acted is unknown then.
    """

    name: str
    url: str
    secret: str = field(repr=False)

    def get(self, path: str, answer_type: type[A]) -> A:
        return self._asked("GET", path, answer_type)

    def post(self, path: str, body: object, answer_type: type[A], *, key: str) -> A:
        """The same `key` with the same body makes one effect, however often it is asked."""
        content = msgspec.json.encode(body)
        headers = {"Idempotency-Key": key, "Content-Type": "application/json"}
        return self._asked("POST", path, answer_type, content=content, headers=headers)

    def create(self, path: str, body: object, answer_type: type[A], *, key: str) -> A:
        """Like `post`, for something new: a 404 or 409 tells of a wrong address, not of a no."""
        try:
            return self.post(path, body, answer_type, key=key)
        except Refused as error:
            if error.status in _REFUSALS_OF_THE_QUESTION:
                raise
            raise Unreachable(str(error)) from error

    def _asked(
        self,
        method: str,
        path: str,
        answer_type: type[A],
        *,
        content: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> A:
        client = _client(self.url, self.secret, settings.OUTSIDE_TIMEOUT_SECONDS)
        try:
            response = client.request(method, path, content=content, headers=headers)
        except httpx.HTTPError as error:
            raise Unreachable(f"{self.name} did not answer: {type(error).__name__}.") from error
        return self._read(response, answer_type)

    def _read(self, response: httpx.Response, answer_type: type[A]) -> A:
        if response.status_code in _REFUSALS:
            sentence = f"{self.name} refused with status {response.status_code}."
            raise Refused(sentence, status=response.status_code)
        if not response.is_success:
            raise Unreachable(f"{self.name} answered with status {response.status_code}.")
        try:
            return msgspec.json.decode(response.content, type=answer_type)
        except msgspec.MsgspecError as error:
            raise Unreachable(f"{self.name} gave an answer that cannot be read.") from error


@cache
def _client(url: str, secret: str, timeout: float) -> httpx.Client:
    """One client per process, so that connections are used again."""
    headers = {"Authorization": f"Bearer {secret}"}
    return httpx.Client(base_url=url, headers=headers, timeout=timeout, trust_env=False)
