"""A call ends in time, whatever the firm does with the line."""

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
