"""A call ends in time, whatever the firm does with the line."""

import subprocess
import sys
from pathlib import Path

import pytest

from shop.kernel.errors import Unreachable
from shop.kernel.outside import TimeBudget
from tests.shop.kernel.firm import (
    answers,
    drips_its_answer,
    drips_its_headers,
    firm_that,
    hangs,
    never_stops_talking,
)

ROOT = Path(__file__).parents[3]
SHORT = TimeBudget(connect=5, read=5, total=0.3)


@pytest.mark.parametrize("behaviour", [hangs, drips_its_answer, drips_its_headers])
def test_the_whole_call_ends_when_its_time_is_up(behaviour):
    with (
        firm_that(behaviour) as firm,
        pytest.raises(Unreachable, match=r"The firm did not answer: no whole answer within 0\.3 s"),
    ):
        firm.known_as("The firm", SHORT).get("/thing", dict[str, int])


def test_silence_ends_the_call_sooner_than_its_whole_time():
    budget = TimeBudget(connect=5, read=0.2, total=600)

    with firm_that(hangs) as firm, pytest.raises(Unreachable, match="ReadTimeout"):
        firm.known_as("The firm", budget).get("/thing", dict[str, int])


def test_an_answer_without_end_is_cut_off():
    with firm_that(never_stops_talking) as firm, pytest.raises(Unreachable, match="more than"):
        firm.known_as("The firm").get("/thing", dict[str, int])


def test_a_dropped_call_leaves_the_way_free_for_the_next():
    with firm_that(drips_its_answer) as firm:
        outside = firm.known_as("The firm", SHORT)
        with pytest.raises(Unreachable):
            outside.get("/thing", dict[str, int])
        firm.behaviour = answers()

        assert firm.known_as("The firm").get("/thing", dict[str, int]) == {"n": 1}


FORKING = """
import os, sys
from shop.kernel.outside.speaking import Question, TimeBudget, asked
question = Question(method="GET", url=sys.argv[1], headers={})
budget = TimeBudget(connect=5, read=5, total=30)
asked(question, budget)
child = os.fork()
if not child:
    os._exit(0 if asked(question, budget).status == 200 else 1)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_a_forked_worker_speaks_too():
    with firm_that(answers()) as firm:
        address = f"http://127.0.0.1:{firm.port}/thing"
        ended = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-W", "ignore", "-c", FORKING, address], cwd=ROOT, check=False
        )

    assert ended.returncode == 0
    assert len(firm.asked) == 2


CROWDING = """
import os, sys, threading
from shop.kernel.outside.speaking import THREAD_NAME, Question, TimeBudget, asked
from tests.together import outcomes_of
question = Question(method="GET", url=sys.argv[1], headers={})
budget = TimeBudget(connect=30, read=30, total=60)
outcomes = outcomes_of([lambda: asked(question, budget).status] * 40)
speaking = [it for it in threading.enumerate() if it.name == THREAD_NAME]
print(len(speaking), set(outcomes))
"""


def test_the_first_ones_of_a_process_may_ask_all_at_once():
    with firm_that(answers()) as firm:
        told = subprocess.run(  # noqa: S603 - our own words
            [sys.executable, "-c", CROWDING, f"http://127.0.0.1:{firm.port}/thing"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )

    assert told.stdout == "1 {200}\n"
