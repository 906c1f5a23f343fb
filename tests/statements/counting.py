"""How many statements a request needs."""

from collections.abc import Callable

from django.db import connection, transaction
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

_BRACKETS = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")


def statements_of(ask: Callable[[], HttpResponse]) -> int:
    """Of a request that is undone afterwards, as often as a process has answered it before."""
    _undone(ask)
    return _undone(ask)


def _undone(ask: Callable[[], HttpResponse]) -> int:
    before = transaction.savepoint()
    with CaptureQueriesContext(connection) as captured:
        answer = ask()
        said = b"".join(answer.streaming_content) if answer.streaming else answer.content
    transaction.savepoint_rollback(before)
    assert answer.status_code < 400, (answer.status_code, said)
    return sum(not query["sql"].startswith(_BRACKETS) for query in captured)
