"""The randomized proof: the relay passes it, four well-known wrong readers do not."""

import pytest

from tests.faults.checker.plan import Plan, plan_from_environment
from tests.faults.checker.run import CONSUMERS, Outcome, run
from tests.faults.checker.verdict import wrongs_at_least_once, wrongs_exactly_once
from tests.outbox_relay.arrange import real_commits

pytestmark = real_commits


@pytest.fixture
def plan(capsys) -> Plan:
    plan = plan_from_environment()
    with capsys.disabled():
        print(f"\n{plan}")  # noqa: T201 - SEED repeats the run
    return plan


def test_nothing_is_lost_doubled_or_reordered_whoever_crashes(
    plan, hear, effects, tmp_path, capsys
):
    hear("ledger", lambda event: effects.note("ledger", event))
    hear("board", lambda event: effects.note("board", event), batch=7)

    outcome = run(plan, tmp_path)
    with capsys.disabled():
        print(f"{len(outcome.places)} events, {outcome.crashes} crashes")  # noqa: T201

    assert outcome.crashes > 0
    assert outcome.journal.committed == set(outcome.places)
    assert outcome.journal.rolled_back
    for consumer in CONSUMERS:
        seen = effects.of(consumer)
        assert wrongs_exactly_once(seen, outcome.journal, outcome.places) == []
    for publisher in outcome.publishers:
        assert wrongs_of_topic(publisher, outcome) == []
    assert accusations(outcome) >= {
        ("BareIdCursor", "lost"),
        ("TransactionHorizon", "out of order"),
        ("UnfencedFloor", "lost"),
        ("FilterOutsideLimit", "lost"),
    }


def wrongs_of_topic(publisher, outcome: Outcome) -> list[str]:
    journal = outcome.journal.only(outcome.of_shard(publisher.lane.shard))
    return wrongs_at_least_once(publisher.records(), publisher.restarts, journal, outcome.told)


def accusations(outcome: Outcome) -> set[tuple[str, str]]:
    """Which control is accused of what."""
    return {
        (name, kind)
        for name, seen in outcome.seen_by_controls.items()
        for wrong in wrongs_exactly_once(seen, outcome.journal, outcome.places)
        for kind in ("lost", "doubled", "ghost", "gap", "out of order")
        if wrong.startswith(kind)
    }
