import threading

import pytest
from django.db import connection

from shop.kernel.errors import InvalidInput
from shop.kernel.idempotency import (
    KeyedRequest,
    KeyUsedBefore,
    Outcome,
    TwinAtWork,
    done_once,
)
from shop.kernel.models import IdempotencyRecord

pytestmark = pytest.mark.django_db(transaction=True)


def request(*, key="k1", caller="customer:1", route="POST /checkout", body=b"one tea"):
    return KeyedRequest(key=key, caller=caller, route=route, body=body)


def taken(number: str) -> Outcome:
    return Outcome(status=201, body=number)


def test_the_second_time_brings_the_outcome_of_the_first():
    first = done_once(request(), lambda: taken("A"))
    second = done_once(request(), lambda: taken("B"))

    assert (first.status, first.body, first.is_replay) == (201, "A", False)
    assert (second.status, second.body, second.is_replay) == (201, "A", True)


@pytest.mark.parametrize("other", [{"key": "k2"}, {"caller": "customer:2"}, {"route": "POST /x"}])
def test_another_key_caller_or_route_is_another_request(other):
    done_once(request(), lambda: taken("A"))

    assert done_once(request(**other), lambda: taken("B")).body == "B"


def test_a_key_that_meant_something_else_is_refused():
    done_once(request(), lambda: taken("A"))

    with pytest.raises(KeyUsedBefore, match="make a new key"):
        done_once(request(body=b"two teas"), lambda: taken("B"))


@pytest.mark.parametrize("key", ["", "k" * 256, "k\0", "k\n"])
def test_a_key_that_nobody_could_store_is_refused(key):
    with pytest.raises(InvalidInput, match="1 to 255 printable characters"):
        done_once(request(key=key), lambda: taken("A"))


def test_what_failed_was_never_stored():
    def fail() -> Outcome:
        raise LookupError("the shelf fell down")

    with pytest.raises(LookupError):
        done_once(request(), fail)

    assert not IdempotencyRecord.objects.exists()
    assert done_once(request(), lambda: taken("A")).body == "A"


def test_a_twin_is_told_while_the_first_is_still_at_work():
    started, may_end = threading.Event(), threading.Event()

    def slowly() -> Outcome:
        started.set()
        may_end.wait(30)
        return taken("A")

    def first() -> None:
        done_once(request(), slowly)
        connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    started.wait(30)
    with pytest.raises(TwinAtWork):
        done_once(request(), lambda: taken("B"))
    may_end.set()
    thread.join()

    assert done_once(request(), lambda: taken("B")).body == "A"
