"""Redis may be gone, come back and have forgotten everything: a firm that is down is left alone."""

from collections.abc import Iterator

import pytest

from shop import engines
from shop.kernel.cache import board
from shop.kernel.outside import breakers, standings
from tests.shop.kernel.asking import DOWN, NAME, PATIENT, another_process, ask, shown
from tests.shop.kernel.firm import answers, firm_that

GONE = "redis://127.0.0.1:1/0"


@pytest.fixture(autouse=True)
def three_failures_are_enough(settings) -> Iterator[None]:
    settings.BREAKER_FAILURES, settings.BREAKER_SECONDS = 3, PATIENT
    board.forget_failures()
    yield
    board.forget_failures()


class Redis:
    """A server of its own for one test: called it starts, with nothing in it."""

    def __init__(self, folder) -> None:
        self._folder = folder

    def __call__(self) -> str:
        return engines.start_valkey(self._folder)

    def stop(self) -> None:
        engines.stop(self._folder)


@pytest.fixture
def empty_redis(tmp_path) -> Iterator[Redis]:
    server = Redis(tmp_path)
    yield server
    server.stop()


def become_another_process() -> None:
    """Forgets what this process knows by itself."""
    breakers._breaker.cache_clear()


def test_each_process_finds_out_by_itself(settings):
    settings.REDIS_URL = GONE
    with (
        firm_that(DOWN) as counting,
        another_process(NAME, counting.port, redis=GONE) as other,
    ):
        firm = counting.known_as(NAME)
        here = [ask(firm) for _ in range(5)]
        there = [other.ask() for _ in range(5)]

    assert here == there == [*["unanswered"] * 3, *["withheld"] * 2]
    assert standings() is None
    assert shown("open") == 1


def test_a_firm_that_is_back_is_asked(settings):
    settings.REDIS_URL, settings.BREAKER_SECONDS = GONE, 0.05
    with firm_that(DOWN) as counting:
        firm = counting.known_as(NAME)
        for _ in range(4):
            ask(firm)
        counting.behaviour = answers()

        while ask(firm) != "answered":
            continue

    assert shown("closed") == 1


def test_redis_may_go_and_come_back_empty_and_nobody_asks_the_firm_for_it(settings, empty_redis):
    settings.REDIS_URL = empty_redis()
    with firm_that(DOWN) as counting:
        firm = counting.known_as(NAME)
        for _ in range(3):
            ask(firm)

        empty_redis.stop()
        without = ask(firm)
        settings.REDIS_URL = empty_redis()
        board.forget_failures()
        here = ask(firm)
        become_another_process()
        elsewhere = ask(firm)

    assert (without, here, elsewhere) == ("withheld", "withheld", "withheld")
    assert len(counting.asked) == 3


def test_what_was_found_out_without_redis_is_told_when_it_is_back(settings):
    there = settings.REDIS_URL
    with firm_that(answers()) as counting:
        firm = counting.known_as(NAME)
        ask(firm)
        settings.REDIS_URL = GONE
        counting.behaviour = DOWN
        for _ in range(3):
            ask(firm)

        settings.REDIS_URL = there
        board.forget_failures()
        here = ask(firm)
        become_another_process()
        elsewhere = ask(firm)

    assert (here, elsewhere) == ("withheld", "withheld")
    assert len(counting.asked) == 4
