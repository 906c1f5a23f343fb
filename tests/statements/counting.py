"""How many statements something needs, however it came to be done."""

from collections.abc import Callable

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

_BRACKETS = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")


def statements_of(ask: Callable[[], HttpResponse]) -> int:
    """Of a request that is undone afterwards, as often as a process has answered it before."""
    _undone(ask)
    return _undone(ask)


def statements_to_show(client: Client, address: str) -> int:
    """Of a page, as often as a process has shown it before."""

    def show() -> HttpResponse:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer

    return statements_of(show)


def statements_to(act: Callable[[], object]) -> int:
    """Of whatever is done; those that only bracket a part of it do not count."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return sum(not query["sql"].startswith(_BRACKETS) for query in captured)


def _undone(ask: Callable[[], HttpResponse]) -> int:
    before = transaction.savepoint()
    needed = statements_to(lambda: _answered(ask()))
    transaction.savepoint_rollback(before)
    return needed


def _answered(answer: HttpResponse) -> None:
    """All of it, and no refusal."""
    said = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code < 400, (answer.status_code, said)
