"""Outside firms over HTTP: an answer, a refusal, or no usable answer at all."""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TypeVar

import msgspec

from shop.kernel.errors import Unreachable
from shop.kernel.outside.speaking import Reply, TimeBudget
from shop.kernel.outside.wires import Wire

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

    Calls raise Refused for its no, and Unreachable when there was no usable answer within the
    `budget` (`settings.OUTSIDE_TIMEOUT_SECONDS` unless given): whether it acted is unknown then.
    NotAsked is raised when it cannot have acted: nobody is there, or the firm is left alone after
    many such failures.
    """

    name: str
    url: str
    secret: str = field(repr=False)
    budget: TimeBudget | None = None

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
        wire = Wire(self.name, self.url, self.budget)
        address = self.url.rstrip("/") + path
        known_by = {"Authorization": f"Bearer {self.secret}", **(headers or {})}
        with wire.speaking():
            reply = wire.ask(method, address, headers=known_by, content=content)
            return self._read(reply, answer_type)

    def _read(self, reply: Reply, answer_type: type[A]) -> A:
        if reply.status in _REFUSALS:
            sentence = f"{self.name} refused with status {reply.status}."
            raise Refused(sentence, status=reply.status)
        if not HTTPStatus.OK <= reply.status < HTTPStatus.MULTIPLE_CHOICES:
            raise Unreachable(f"{self.name} answered with status {reply.status}.")
        try:
            return msgspec.json.decode(reply.content, type=answer_type)
        except msgspec.MsgspecError as error:
            raise Unreachable(f"{self.name} gave an answer that cannot be read.") from error
