"""What one process finds out about a firm, all know."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
import redis
from django.conf import settings as configured

from shop.kernel.cache import board
from shop.kernel.outside import Manner, standings
from shop.kernel.outside.sharing import listed_in
from tests.shop.kernel.asking import DOWN, NAME, PATIENT, another_process, ask, shown
from tests.shop.kernel.firm import answers, firm_that
from tests.together import at_once

HOUR = 3600


@pytest.fixture(autouse=True)
def three_failures_are_enough(settings) -> Iterator[None]:
    settings.BREAKER_FAILURES = 3
    settings.BREAKER_SECONDS = PATIENT
    board.forget_failures()
    yield
    board.forget_failures()


@pytest.fixture
def notes() -> Iterator[redis.Redis]:
    with redis.Redis.from_url(configured.REDIS_URL) as client:
        client.delete(*client.smembers(listed_in()), listed_in())
        yield client
        client.delete(*client.smembers(listed_in()), listed_in())


@pytest.fixture
def open_process() -> Iterator[object]:
    with ExitStack() as processes:
        yield lambda *given, **more: processes.enter_context(another_process(*given, **more))


def let_time_pass(notes, field="rest") -> None:
    """As if the firm had rested for long enough, or who tries had used up his time."""
    for record in notes.smembers(listed_in()):
        notes.hset(record, field, 0)


def test_two_processes_see_one_breaker(notes, open_process):
    with firm_that(DOWN) as counting:
        one, other = (open_process(NAME, counting.port) for _ in range(2))
        failing = [one.ask(), other.ask(), one.ask()]
        left_alone = [one.ask(), other.ask()]
        heard = len(counting.asked)

        let_time_pass(notes)
        counting.behaviour = answers()
        healed = [other.ask(), one.ask()]

    assert failing == ["unanswered"] * 3
    assert left_alone == ["withheld"] * 2
    assert heard == 3
    assert healed == ["answered"] * 2


def test_an_answer_to_one_starts_the_count_of_all_anew(notes, open_process):
    with firm_that(DOWN) as counting:
        one, other = (open_process(NAME, counting.port) for _ in range(2))
        before = [one.ask(), other.ask()]
        counting.behaviour = answers()
        between = one.ask()
        counting.behaviour = DOWN
        after = [other.ask(), one.ask()]
        counting.behaviour = answers()

        assert other.ask() == "answered"

    assert (before, between, after) == (["unanswered"] * 2, "answered", ["unanswered"] * 2)


def test_one_of_all_processes_tries_and_the_others_wait_for_what_comes_of_it(notes, open_process):
    tried, enough = threading.Event(), threading.Event()

    def hesitates(conversation):
        tried.set()
        enough.wait()
        answers()(conversation)

    with firm_that(DOWN) as counting:
        processes = [open_process(NAME, counting.port) for _ in range(3)]
        for process in processes:
            process.ask()
        let_time_pass(notes)
        counting.behaviour = hesitates

        processes[0].begin_to_ask()
        tried.wait()
        others = [process.ask() for process in processes[1:] * 3]
        heard = len(counting.asked)
        (standing,) = standings()
        enough.set()
        trial = processes[0].heard()
        afterwards = [process.ask() for process in processes]

    assert others == ["withheld"] * 6
    assert heard == 4
    assert (standing.manner, standing.withheld) == (Manner.TRIED, 6)
    assert trial == "answered"
    assert afterwards == ["answered"] * 3


def test_all_at_once_let_one_through(notes, open_process):
    with firm_that(DOWN) as counting:
        processes = [open_process(NAME, counting.port) for _ in range(3)]
        for process in processes:
            process.ask()
        let_time_pass(notes)
        for process in processes:
            process.begin_to_ask()
        outcomes = sorted(process.heard() for process in processes)

    assert outcomes == ["unanswered", "withheld", "withheld"]
    assert len(counting.asked) == 4


def test_threads_and_processes_together_let_one_through(notes, open_process):
    with firm_that(DOWN) as counting:
        firm, other = counting.known_as(NAME), open_process(NAME, counting.port)
        for _ in range(3):
            ask(firm)
        rounds = []
        for _ in range(5):
            let_time_pass(notes)
            other.begin_to_ask()
            outcomes = at_once([lambda: ask(firm)] * 8)
            rounds.append(sorted([*outcomes, other.heard()]))

    assert rounds == [["unanswered", *["withheld"] * 8]] * 5
    assert len(counting.asked) == 3 + 5


def test_whoever_dies_trying_keeps_the_others_waiting_for_his_time_only(notes, open_process):
    tried = threading.Event()

    def says_nothing(conversation):
        tried.set()
        conversation.server.closing.wait()

    with firm_that(DOWN) as counting:
        mortal, other = (open_process(NAME, counting.port) for _ in range(2))
        for process in (mortal, other, mortal):
            process.ask()
        let_time_pass(notes)
        counting.behaviour = says_nothing
        mortal.begin_to_ask()
        tried.wait()
        mortal.kill()
        counting.behaviour = answers()

        early = other.ask()
        let_time_pass(notes, "lease")
        late = other.ask()

    assert (early, late) == ("withheld", "answered")


@pytest.mark.parametrize("ahead", [2 * HOUR, -2 * HOUR])
def test_machines_whose_clocks_differ_agree(notes, open_process, ahead):
    with firm_that(DOWN) as counting:
        right = open_process(NAME, counting.port)
        wrong = open_process(NAME, counting.port, clock_ahead=ahead)
        failing = [wrong.ask(), right.ask(), wrong.ask()]
        left_alone = [right.ask(), wrong.ask(), right.ask()]
        let_time_pass(notes)
        failing_again = [right.ask(), wrong.ask()]
        let_time_pass(notes)
        counting.behaviour = answers()
        healed = [wrong.ask(), right.ask()]

    assert failing == ["unanswered"] * 3
    assert left_alone == ["withheld"] * 3
    assert failing_again == ["unanswered", "withheld"]
    assert healed == ["answered"] * 2


def test_a_redis_whose_clock_was_put_back_leaves_nobody_alone_for_that_long(notes):
    with firm_that(DOWN) as counting:
        firm = counting.known_as(NAME)
        for _ in range(4):
            ask(firm)
        (record,) = notes.smembers(listed_in())
        notes.hincrby(record, "opened", 1000 * HOUR)
        counting.behaviour = answers()

        assert ask(firm) == "answered"


def test_an_answer_that_comes_late_ends_no_rest(notes):
    tried, enough = threading.Event(), threading.Event()

    def hesitates(conversation):
        tried.set()
        enough.wait()
        answers()(conversation)

    with firm_that(hesitates) as counting, ThreadPoolExecutor(1) as somebody:
        firm = counting.known_as(NAME)
        slow = somebody.submit(ask, firm)
        tried.wait()
        counting.behaviour = DOWN
        failing = [ask(firm) for _ in range(3)]
        enough.set()

        assert (slow.result(), failing) == ("answered", ["unanswered"] * 3)
        assert ask(firm) == "withheld"


def test_everybody_can_read_how_a_firm_stands(notes):
    with firm_that(answers()) as counting:
        firm = counting.known_as(NAME)
        ask(firm)
        (good,) = standings()
        address = f"127.0.0.1:{counting.port}"
        counting.behaviour = DOWN
        for _ in range(5):
            ask(firm)
        (bad,) = standings()
        let_time_pass(notes)
        (resting_no_more,) = standings()
        counting.behaviour = answers()
        ask(firm)
        (healed,) = standings()

    assert (good.firm, good.address) == (NAME, address)
    assert (good.manner, good.failures, good.last_error) == (Manner.ASKED, 0, "")
    assert (bad.manner, bad.failures, bad.withheld) == (Manner.LEFT_ALONE, 3, 2)
    assert bad.last_error == "The firm answered with status 503."
    assert (bad.next_trial - bad.since).total_seconds() == PATIENT
    assert resting_no_more.manner == Manner.TRIED_NEXT
    assert (healed.manner, healed.failures, healed.withheld) == (Manner.ASKED, 0, 0)
    assert healed.since > bad.since
    assert healed.last_error == bad.last_error


def test_the_metrics_of_a_process_tell_what_others_found_out(notes, open_process):
    with firm_that(DOWN) as counting:
        other = open_process(NAME, counting.port)
        for _ in range(3):
            other.ask()
        ask(counting.known_as(NAME))
        ill = shown("open"), shown("closed")
        let_time_pass(notes)
        not_yet_tried = shown("open"), shown("closed")
        counting.behaviour = answers()
        other.ask()

    assert ill == not_yet_tried == (1, 0)
    assert (shown("open"), shown("closed")) == (0, 1)
