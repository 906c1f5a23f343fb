"""The certificate in small: a sound relay gets it, one that is broken on purpose does not."""

import json
import os
import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT

pytestmark = pytest.mark.needs_kafka


def certified(**size):
    """How the certificate ended, and the verdict in its last line."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.certificate"],
        cwd=ROOT,
        env={**os.environ, **{name: f"{value}" for name, value in size.items()}},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    print(done.stdout)  # noqa: T201 - SEED repeats the run
    return done.returncode, json.loads(done.stdout.splitlines()[-1])


def test_nothing_is_lost_doubled_or_disordered_whatever_is_killed():
    code, verdict = certified(EVENTS=5000, KILLS=10)

    assert code == 0
    assert verdict["committed"] >= 4500
    assert verdict["kills"] >= 10
    assert [verdict[fault] for fault in ("lost", "doubled", "disordered", "gaps")] == [0] * 4


def test_a_relay_that_is_broken_on_purpose_is_convicted():
    code, verdict = certified(CONTROL="bare ids", EVENTS=5000, KILLS=0)

    assert code == 1
    assert verdict["lost"] > 0
