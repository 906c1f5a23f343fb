"""A firm that is down is left alone, and asked by one when it may be back."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from prometheus_client import REGISTRY

from shop.kernel.errors import Unreachable
from shop.kernel.outside import Refused
from tests.shop.kernel.firm import answers, firm_that

DOWN = answers("503 Service Unavailable")
LONG, SHORT = 3600, 0.05


@pytest.fixture(autouse=True)
def three_failures_are_enough(settings):
    settings.BREAKER_FAILURES = 3
    settings.BREAKER_SECONDS = LONG


def ask(firm):
    return firm.get("/thing", dict[str, int])


def fail(firm, *, times):
    for _ in range(times):
        with pytest.raises(Unreachable):
            ask(firm)


def wait_until_it_may_be_asked(counting, firm):
    """Asks until the firm hears of it."""
    heard = len(counting.asked)
    while len(counting.asked) == heard:
        fail(firm, times=1)


def sample(name, firm, **labels):
    return REGISTRY.get_sample_value(name, {"firm": firm, **labels})


def test_after_too_many_failures_in_a_row_the_firm_is_not_asked():
    with firm_that(DOWN) as counting:
        firm = counting.known_as("The firm")
        fail(firm, times=3)

        with pytest.raises(Unreachable, match="The firm is left alone for a while"):
            ask(firm)

    assert len(counting.asked) == 3


def test_an_answer_in_between_starts_the_count_anew():
    with firm_that(DOWN) as counting:
        firm = counting.known_as("The firm")
        fail(firm, times=2)
        counting.behaviour = answers()
        ask(firm)
        counting.behaviour = DOWN

        fail(firm, times=3)

    assert len(counting.asked) == 6


@pytest.mark.parametrize("status", ["400 Bad", "404 Not Found", "409 Conflict", "422 No"])
def test_a_firm_that_says_no_is_not_down(status):
    with firm_that(answers(status)) as counting:
        firm = counting.known_as("The firm")
        for _ in range(5):
            with pytest.raises(Refused):
                ask(firm)

    assert len(counting.asked) == 5


def test_one_firm_is_left_alone_and_another_is_asked():
    with firm_that(DOWN) as counting:
        fail(counting.known_as("The courier"), times=4)

        fail(counting.known_as("The gateway"), times=1)

    assert len(counting.asked) == 4


def test_a_firm_that_is_back_is_asked_by_everybody(settings):
    settings.BREAKER_SECONDS = SHORT
    with firm_that(DOWN) as counting:
        firm = counting.known_as("The firm")
        fail(firm, times=3)
        wait_until_it_may_be_asked(counting, firm)
        counting.behaviour = answers()

        while True:
            try:
                ask(firm)
                break
            except Unreachable:
                continue
        with ThreadPoolExecutor(4) as threads:
            heard = list(threads.map(lambda _: ask(firm), range(8)))

    assert heard == [{"n": 1}] * 8


def test_the_trial_is_one_call_and_its_failure_leaves_the_firm_alone_again(settings):
    settings.BREAKER_SECONDS = SHORT
    tried, enough = threading.Event(), threading.Event()

    def hesitates(conversation):
        tried.set()
        enough.wait()
        DOWN(conversation)

    with firm_that(DOWN) as counting, ThreadPoolExecutor(1) as somebody:
        firm = counting.known_as("The firm")
        fail(firm, times=3)
        counting.behaviour = hesitates
        trial = somebody.submit(wait_until_it_may_be_asked, counting, firm)
        tried.wait()

        fail(firm, times=20)
        asked_during_the_trial = len(counting.asked)
        enough.set()
        trial.result()

    assert asked_during_the_trial == 4


def test_slow_calls_of_several_threads_go_out_at_the_same_time():
    together = threading.Barrier(4)

    def waits_for_the_others(conversation):
        together.wait()
        answers()(conversation)

    with firm_that(waits_for_the_others) as counting, ThreadPoolExecutor(4) as threads:
        firm = counting.known_as("The firm")
        heard = list(threads.map(lambda _: ask(firm), range(4)))

    assert heard == [{"n": 1}] * 4


def test_the_metrics_tell_how_a_firm_does(settings):
    with firm_that(answers()) as counting:
        firm = counting.known_as("A measured firm")
        ask(firm)
        assert sample("outside_breaker_state", firm.name, outside_breaker_state="closed") == 1
        counting.behaviour = answers("422 No")
        with pytest.raises(Refused):
            ask(firm)
        counting.behaviour = DOWN
        fail(firm, times=5)

    assert sample("outside_call_seconds_count", firm.name, outcome="answered") == 1
    assert sample("outside_call_seconds_count", firm.name, outcome="refused") == 1
    assert sample("outside_call_seconds_count", firm.name, outcome="unreachable") == 3
    assert sample("outside_calls_withheld_total", firm.name) == 2
    assert sample("outside_breaker_state", firm.name, outside_breaker_state="open") == 1
