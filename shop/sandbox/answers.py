"""Idempotency: a key's effect and its answer are stored in one transaction, and given again."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from shop.sandbox.clock import now
from shop.sandbox.problems import RefusalError, invalid
from shop.sandbox.reading import decoded
from shop.sandbox.service import Sandbox, sandbox_of
from shop.sandbox.storage import Ledger

Effect = Callable[[Ledger], Mapping[str, object]]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer of the sandbox: given now for the first time, or recorded by an earlier request."""

    status: int
    body: str
    origin: Literal["new", "recorded"]

    def response(self) -> Response:
        return Response(self.body, self.status, media_type="application/json")


async def answer_once(
    request: Request, body: bytes, effect: Effect, *, status: HTTPStatus = HTTPStatus.OK
) -> Answer:
    """Do `effect` under the request's Idempotency-Key, or give the answer that the key has.

    Only effects are recorded: a refusal changed nothing, so its key may be tried again.
    """
    content = decoded(body, object)
    about = request.url.path
    return await answer_under(
        sandbox_of(request), _key_of(request), (about, content), effect, status=status
    )


async def answer_under(
    sandbox: Sandbox,
    key: str,
    asked: tuple[str, object],
    effect: Effect,
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> Answer:
    """The same, for whoever has read what was `asked`, and of what, and under which key."""
    fingerprint = _fingerprint(*asked)

    def find_or_do(ledger: Ledger) -> Answer:
        if found := _recorded(ledger, key, fingerprint=fingerprint):
            return found
        answer = Answer(status=status, body=json.dumps(effect(ledger)), origin="new")
        _record(ledger, key, fingerprint=fingerprint, answer=answer)
        return answer

    return await sandbox.change(find_or_do)


def _key_of(request: Request) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if not 0 < len(key) <= 255:
        raise RefusalError(
            "Send an Idempotency-Key header of 1 to 255 characters, new for every operation.",
            status=HTTPStatus.BAD_REQUEST,
        )
    return key


def _fingerprint(about: str, content: object) -> str:
    written = msgspec.json.encode(content, order="deterministic")
    return hashlib.sha256(about.encode() + b"\n" + written).hexdigest()


def _recorded(ledger: Ledger, key: str, *, fingerprint: str) -> Answer | None:
    row = ledger.execute("SELECT * FROM answers WHERE key = ?", (key,)).fetchone()
    if row is None:
        return None
    if row["fingerprint"] != fingerprint:
        raise invalid("This Idempotency-Key was used for another request; take a new key.")
    return Answer(status=row["status"], body=row["body"], origin="recorded")


def _record(ledger: Ledger, key: str, *, fingerprint: str, answer: Answer) -> None:
    ledger.execute(
        "INSERT INTO answers (key, fingerprint, status, body, created_at) VALUES (?, ?, ?, ?, ?)",
        (key, fingerprint, answer.status, answer.body, now()),
    )
