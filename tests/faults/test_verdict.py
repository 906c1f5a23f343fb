"""The verdict itself: every kind of wrong is found, and nothing else."""

import pytest

from tests.faults.checker.journal import Journal
from tests.faults.checker.verdict import Place, wrongs_at_least_once, wrongs_exactly_once

PLACES = {f"a{n}": Place("a", n) for n in range(1, 6)} | {"b1": Place("b", 1)}
JOURNAL = Journal(committed=frozenset(PLACES), rolled_back=frozenset({"never"}))
ALL = ["a1", "a2", "b1", "a3", "a4", "a5"]


def test_each_event_once_and_in_order_is_right():
    assert wrongs_exactly_once(ALL, JOURNAL, PLACES) == []


@pytest.mark.parametrize(
    ("seen", "wrong"),
    [
        (["a1", "a2", "a3", "a4", "a5"], "lost b1"),
        ([*ALL, "b1"], "doubled b1"),
        ([*ALL, "never"], "ghost never"),
        (["b1", "a1", "a3", "a2", "a4", "a5"], "out of order a2: number 2 after 3"),
        (["b1", "a1", "a3", "a4", "a5"], "gap before a3: number 3 after 1"),
    ],
)
def test_a_wrong_is_named_with_its_event(seen, wrong):
    assert wrong in wrongs_exactly_once(seen, JOURNAL, PLACES)


def test_a_topic_may_go_over_a_run_again_after_a_restart():
    seen = ["a1", "a2", "b1", "a3", "a2", "a3", "a4", "a5"]

    assert wrongs_at_least_once(seen, [4], JOURNAL, PLACES) == []


@pytest.mark.parametrize(
    ("seen", "restarts", "wrong"),
    [
        (["a1", "a2", "a1", "a2", "b1", "a3", "a4", "a5"], [], "out of order a1"),
        (["a1", "a2", "b1", "a4", "a5", "a3", "a4", "a5"], [5], "gap before a4"),
        (["a1", "a2", "a3", "a1", "a3", "b1", "a4", "a5"], [3], "gap before a3"),
        (["a1", "a2", "b1", "a2", "a4", "a5"], [3], "lost a3"),
    ],
)
def test_a_topic_may_not_go_back_by_itself_nor_skip_anything(seen, restarts, wrong):
    wrongs = wrongs_at_least_once(seen, restarts, JOURNAL, PLACES)

    assert any(found.startswith(wrong) for found in wrongs)
