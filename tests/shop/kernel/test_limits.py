import socket
import threading
from datetime import timedelta

import pytest
from prometheus_client import REGISTRY

from shop.kernel import limits
from shop.kernel.identity import new_id
from shop.kernel.limits import LimitReached, Rule, allow, give_back, require

THRICE = Rule("knocking", 3, timedelta(hours=1))


@pytest.fixture(autouse=True)
def _counting(settings):
    settings.RATE_LIMITS = True
    limits._breaker.close()


@pytest.fixture
def key() -> str:
    return str(new_id())


def counted(name: str) -> float:
    return REGISTRY.get_sample_value(f"{name}_total", {"rule": THRICE.name}) or 0.0


def test_a_budget_is_spent_one_by_one_and_then_refused(key):
    refused = counted("limits_refused")

    verdicts = [allow(THRICE, key) for _ in range(4)]

    assert [verdict.allowed for verdict in verdicts] == [True, True, True, False]
    assert [verdict.remaining for verdict in verdicts] == [2, 1, 0, 0]
    assert all(1 <= verdict.reset_after <= 3600 for verdict in verdicts)
    assert counted("limits_refused") == refused + 1


def test_every_key_and_every_rule_has_a_budget_of_its_own(key):
    for _ in range(4):
        allow(THRICE, key)

    assert allow(THRICE, f"{key} of somebody else").allowed
    assert allow(Rule("ringing", 3, timedelta(hours=1)), key).allowed
    assert not allow(THRICE, key).allowed


def test_whoever_asks_at_once_never_gets_more_than_the_budget(key):
    gate = threading.Barrier(8)
    allowed = []

    def knock() -> None:
        gate.wait()
        allowed.append(allow(THRICE, key).allowed)

    threads = [threading.Thread(target=knock) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(allowed) == 3


def test_a_required_budget_refuses_with_the_time_to_wait(key):
    for _ in range(3):
        require(THRICE, key)

    with pytest.raises(LimitReached, match="try again in") as refusal:
        require(THRICE, key)

    assert refusal.value.details == {"retry_after": refusal.value.retry_after}


def test_a_budget_that_was_given_back_is_whole_again(key):
    for _ in range(4):
        allow(THRICE, key)

    give_back(THRICE, key)

    assert allow(THRICE, key).remaining == 2


def test_without_redis_everything_is_allowed_and_counted(key, settings):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        settings.REDIS_URL = f"redis://127.0.0.1:{nobody.getsockname()[1]}/0"
        unchecked = counted("limits_unchecked")

        verdicts = [allow(THRICE, key) for _ in range(5)]
        give_back(THRICE, key)

    assert all(verdict.allowed for verdict in verdicts)
    assert counted("limits_unchecked") == unchecked + 5


def test_no_key_stands_in_redis_as_it_is(key):
    allow(THRICE, f"ada-{key}@example.com")

    stored = limits._limiter(limits.settings.REDIS_URL).storage.storage.keys("tradewind-limits*")

    assert stored
    assert not [name for name in stored if key.encode() in name]


def test_who_wants_no_budgets_gets_none(key, settings):
    settings.RATE_LIMITS = False

    assert all(allow(THRICE, key).allowed for _ in range(5))
