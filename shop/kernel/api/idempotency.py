"""`Idempotency-Key` over HTTP: the same key twice makes one effect and equal answers.

A concurrent twin is told to come back (409 with Retry-After); the same key with another body is
refused (422).
"""

from collections.abc import Callable

from django.http import HttpResponse
from rest_framework.request import Request

from shop.kernel.api.bodies import empty_answer
from shop.kernel.api.problems import problem
from shop.kernel.idempotency import KeyedRequest, Outcome, TwinAtWork, done_once
from shop.kernel.outbox.unit_of_work import unit_of_work


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
    asked = KeyedRequest(
        key=key, caller=caller, route=f"{request.method} {request.path}", body=request.body
    )
    try:
        return _as_answer(done_once(asked, lambda: _as_outcome(answer())))
    except TwinAtWork as twin:
        return problem(twin.status, twin.code, twin.sentence, headers={"Retry-After": "1"})


def _as_outcome(response: HttpResponse) -> Outcome:
    return Outcome(status=response.status_code, body=response.content.decode())


def _as_answer(outcome: Outcome) -> HttpResponse:
    response = empty_answer(status=outcome.status)
    if outcome.body:
        response.content = outcome.body
        kind = "application/json" if outcome.status < 400 else "application/problem+json"
        response["Content-Type"] = kind
    if outcome.is_replay:
        response["Idempotent-Replayed"] = "true"
    return response
