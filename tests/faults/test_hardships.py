"""The hardships in small: a sound relay survives one, one that is broken on purpose does not."""

import json
import os
import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT
from tests.faults.certificate.books import Told
from tests.faults.hardships.__main__ import HARDSHIPS
from tests.faults.hardships.figures import Phases, figures_of

PHASES = Phases(begun=0.0, bad=100.0, over=200.0, ended=300.0)


def told(committed, lag):
    """Records of these events, each so many seconds after its commit: `lag(time of commit)`."""
    return [Told(event, at + lag(at)) for event, at in committed.items()]


@pytest.fixture
def committed():
    """Ten events a second, from the beginning to the end."""
    return {f"{number}": number / 10 for number in range(3000)}


def test_a_hardship_that_nobody_feels_is_over_at_once(committed):
    figures = figures_of(committed, told(committed, lambda at: 0.02), PHASES)

    assert figures.before.p99 == pytest.approx(20)
    assert figures.during.p99 == pytest.approx(20)
    assert figures.normal_again_seconds == 0
    assert figures.caught_up == 0
    assert figures.catch_up_rate is None


def test_what_waits_for_the_end_is_counted_and_timed(committed):
    """From 100 to 200 nothing arrives; then all of it does within ten seconds."""

    def lag(at):
        return 200 + (at - 100) / 10 - at if 100 <= at < 200 else 0.02

    figures = figures_of(committed, told(committed, lag), PHASES)

    assert figures.caught_up == pytest.approx(1000, abs=1)
    assert figures.catch_up_rate == pytest.approx(100, rel=0.01)
    assert figures.during.p99 > 90_000


def test_what_was_on_its_way_when_all_went_bad_tells_nothing_of_the_time_before(committed):
    """What is committed from 97 on has to wait until 200, as nobody sends anything."""
    figures = figures_of(
        committed, told(committed, lambda at: 200 - at if 97 <= at < 200 else 0.02), PHASES
    )

    assert figures.before.p99 == pytest.approx(20)


def test_normal_is_when_the_latest_of_a_hundred_is_in_time_again(committed):
    """Until 25 seconds after the end, events are two seconds late."""

    def lag(at):
        return 2.0 if 100 <= at < 225 else 0.02

    figures = figures_of(committed, told(committed, lag), PHASES)

    assert figures.normal_again_seconds == 25
    assert figures.after.p99 == pytest.approx(20)


def test_it_is_never_normal_again_if_events_stay_late(committed):
    figures = figures_of(committed, told(committed, lambda at: 2.0 if at > 100 else 0.0), PHASES)

    assert figures.normal_again_seconds is None
    assert figures.after is None


def test_an_event_is_told_when_it_arrives_for_the_first_time():
    records = [Told("a", 150.5), Told("a", 150.1), Told("a", 170.0)]

    figures = figures_of({"a": 150.0}, records, PHASES)

    assert figures.during.p50 == pytest.approx(100)


def test_every_hardship_says_what_a_broken_relay_would_show():
    assert [name for name, hardship in HARDSHIPS.items() if "relay" not in hardship.__doc__] == []


def suffered(name, **size):
    """How the hardship ended, and the verdict in its last line."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "tests.faults.hardships", name],
        cwd=ROOT,
        env={**os.environ, **{name: f"{value}" for name, value in size.items()}},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    print(done.stdout)  # noqa: T201 - the table says what was wrong
    return done.returncode, json.loads(done.stdout.strip().splitlines()[-1])


@pytest.mark.needs_kafka
def test_a_held_transaction_is_told_when_it_commits():
    code, verdict = suffered("held-transaction", RATE=100, CALM_SECONDS=12, HELD_SECONDS=5)

    assert code == 0
    assert verdict["events held"] == 100
    assert [verdict[fault] for fault in ("lost", "doubled", "disordered", "gaps")] == [0] * 4


@pytest.mark.needs_kafka
def test_a_relay_that_reads_by_bare_ids_loses_what_was_held():
    code, verdict = suffered(
        "held-transaction", CONTROL="bare ids", RATE=100, CALM_SECONDS=12, HELD_SECONDS=5
    )

    assert code == 1
    assert verdict["lost"] >= 100
