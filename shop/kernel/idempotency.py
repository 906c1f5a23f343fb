"""The same key twice makes one effect, and the second time the outcome of the first.

Key, effect and outcome share one transaction: what was rolled back was never stored.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, connection
from psycopg.errors import UniqueViolation

from shop.kernel import clock
from shop.kernel.bites import delete_in_bites
from shop.kernel.errors import DomainError, InvalidInput
from shop.kernel.models import IdempotencyRecord
from shop.kernel.outbox.unit_of_work import unit_of_work

LONGEST_KEY = 255
KEPT_FOR = timedelta(hours=24)
_FORGOTTEN_AT_ONCE = 10_000

# The lock is taken while the row is looked for. Should a twin commit between this statement's
# snapshot and its lock, the unique constraint refuses our own record, and all is rolled back.
_LOOK_UP = """
SELECT pg_try_advisory_xact_lock(hashtextextended(concat_ws(' ', %s::text, %s::text, %s::text), 0)),
       record.body_hash, record.status, record.body
FROM (VALUES (1)) one
LEFT JOIN kernel_idempotency record ON record.key = %s AND record.caller = %s AND record.route = %s
"""
_KEEP = """
INSERT INTO kernel_idempotency (key, caller, route, body_hash, status, body)
VALUES (%s, %s, %s, %s, %s, %s)
"""


@dataclass(frozen=True, kw_only=True)
class KeyedRequest:
    """What is asked, by whom, under a key that the caller chose to recognise it by."""

    key: str
    caller: str
    route: str
    body: bytes


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of a request: a status as in HTTP, and a text that tells the rest."""

    status: int
    body: str
    is_replay: bool = False


class TwinAtWork(DomainError):
    """A request with this key is being worked on right now: its outcome is not known yet."""

    code = "twin_at_work"


class KeyUsedBefore(InvalidInput):
    """The key belongs to a request that wanted something else."""


def done_once(request: KeyedRequest, act: Callable[[], Outcome]) -> Outcome:
    """What `act` returned for this caller, route and key, now or at the first time.

    `act` is a part of the unit of work. Raises TwinAtWork, KeyUsedBefore for a key that came with
    another body, InvalidInput for one that is empty, too long or unprintable.
    """
    if not 1 <= len(request.key) <= LONGEST_KEY or not request.key.isprintable():
        raise InvalidInput(f"An idempotency key has 1 to {LONGEST_KEY} printable characters.")
    try:
        return _done(request, act)
    except IntegrityError as error:
        if not _is_a_twin(error):
            raise
        raise _twin_at_work() from error


def forget_old_keys() -> int:
    """Deletes what was kept for longer than a day, in small bites; returns how many keys."""
    old = IdempotencyRecord.objects.filter(created_at__lt=clock.now() - KEPT_FOR)
    return delete_in_bites(old, rows_in_a_bite=_FORGOTTEN_AT_ONCE)


@unit_of_work
def _done(request: KeyedRequest, act: Callable[[], Outcome]) -> Outcome:
    key = [request.key, request.caller, request.route]
    # Keyed, because a body may hold a password, and a plain hash of it invites guessing.
    body_hash = hmac.digest(settings.SECRET_KEY.encode(), request.body, "sha256")
    with connection.cursor() as cursor:
        cursor.execute(_LOOK_UP, key + key)
        free, known_hash, status, body = cursor.fetchone()
    if known_hash is not None:
        return _replay(bytes(known_hash) == body_hash, Outcome(status=status, body=body))
    if not free:
        raise _twin_at_work()
    outcome = act()
    _keep(request, body_hash, outcome)
    return outcome


def _keep(request: KeyedRequest, body_hash: bytes, outcome: Outcome) -> None:
    key = [request.key, request.caller, request.route]
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [*key, body_hash, outcome.status, outcome.body])


def _replay(same_body: object, outcome: Outcome) -> Outcome:
    if not same_body:
        raise KeyUsedBefore("This Idempotency-Key was used with another body: make a new key.")
    return replace(outcome, is_replay=True)


def _twin_at_work() -> TwinAtWork:
    return TwinAtWork(
        "A request with this Idempotency-Key is being worked on: ask again in a second."
    )


def _is_a_twin(error: IntegrityError) -> bool:
    cause = error.__cause__
    return (
        isinstance(cause, UniqueViolation) and cause.diag.constraint_name == "idempotency_key_once"
    )
