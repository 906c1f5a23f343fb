"""The same `Idempotency-Key` twice makes one effect and equal answers.

Key, effect and answer share one transaction: what was rolled back was never stored. A concurrent
twin is told to come back (409 with Retry-After); the same key with another body is refused (422).
"""

import hashlib
from collections.abc import Callable

from django.db import IntegrityError, connection
from django.http import HttpResponse
from psycopg.errors import UniqueViolation
from rest_framework.request import Request

from shop.kernel.api.problems import problem
from shop.kernel.errors import InvalidInput
from shop.kernel.models import IdempotencyRecord
from shop.kernel.outbox.unit_of_work import unit_of_work

LONGEST_KEY = 255
_REPLAYED = {"Idempotent-Replayed": "true"}

# The lock is taken while the row is looked for. Should a twin commit between this statement's
# snapshot and its lock, the unique constraint refuses our own record, and all is rolled back.
_LOOK_UP = """
SELECT pg_try_advisory_xact_lock(hashtextextended(concat_ws(' ', %s::text, %s::text, %s::text), 0)),
       record.body_hash, record.status, record.body
FROM (VALUES (1)) one
LEFT JOIN kernel_idempotency record ON record.key = %s AND record.caller = %s AND record.route = %s
"""


def answered_once(
    request: Request, *, caller: str, answer: Callable[[], HttpResponse]
) -> HttpResponse:
    """What `answer` returned for this caller, route and key, now or at the first time.

    Without the header, `answer` is simply a unit of work. Raises InvalidInput for a key that is
    too long or was used with another body.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return unit_of_work(answer)()
    if len(key) > LONGEST_KEY or not key.isprintable():
        raise InvalidInput(f"Idempotency-Key has at most {LONGEST_KEY} printable characters.")
    try:
        return _answered(request, key, caller, answer)
    except IntegrityError as error:
        if not _is_a_twin(error):
            raise
        return _twin_at_work()


@unit_of_work
def _answered(
    request: Request, key: str, caller: str, answer: Callable[[], HttpResponse]
) -> HttpResponse:
    route = f"{request.method} {request.path}"
    body_hash = hashlib.sha256(request.body).digest()
    with connection.cursor() as cursor:
        cursor.execute(_LOOK_UP, [key, caller, route, key, caller, route])
        free, known_hash, status, body = cursor.fetchone()
    if known_hash is not None:
        return _replay(bytes(known_hash) == body_hash, status, body)
    if not free:
        return _twin_at_work()
    response = answer()
    IdempotencyRecord(
        caller=caller,
        route=route,
        key=key,
        body_hash=body_hash,
        status=response.status_code,
        body=response.content.decode(),
    ).save(force_insert=True)
    return response


def _replay(same_body: object, status: int, body: str) -> HttpResponse:
    if not same_body:
        raise InvalidInput("This Idempotency-Key was used with another body: make a new key.")
    kind = "application/json" if status < 400 else "application/problem+json"
    return HttpResponse(body, status=status, content_type=kind, headers=_REPLAYED)


def _twin_at_work() -> HttpResponse:
    return problem(
        409,
        "twin_at_work",
        "A request with this Idempotency-Key is being worked on: ask again in a second.",
        headers={"Retry-After": "1"},
    )


def _is_a_twin(error: IntegrityError) -> bool:
    cause = error.__cause__
    return (
        isinstance(cause, UniqueViolation) and cause.diag.constraint_name == "idempotency_key_once"
    )
