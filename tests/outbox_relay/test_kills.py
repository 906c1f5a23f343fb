"""kill -9 at every point of the way: effects exactly once, topics at least once and in order."""

import os
import signal
import subprocess
import sys

import pytest

from outbox_relay.cursors import Lane, add_missing
from outbox_relay.sinks.files import FileSink
from tests.architecture.sources import ROOT
from tests.outbox_relay.arrange import (
    address_of_database,
    durable,
    emit,
    publisher,
    real_commits,
    step_until_idle,
    withdrawn,
)
from tests.outbox_relay.doomed import POINTS_OF_HANDLERS, POINTS_OF_TOPICS
from tests.outbox_relay.topic_files import seqs_of

pytestmark = real_commits


@pytest.fixture(scope="module")
def nursery(django_db_setup):
    """Forks relays that kill themselves; see `tests.outbox_relay.doomed`."""
    environment = {**os.environ, "DATABASE_URL": address_of_database()}
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings"
    with subprocess.Popen(
        [sys.executable, "-m", "tests.outbox_relay.doomed"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process


def let_a_relay_die(nursery, point, folder):
    print(f"{point}:{folder}", file=nursery.stdin, flush=True)
    return int(nursery.stdout.readline())


@pytest.mark.parametrize("point", POINTS_OF_HANDLERS + POINTS_OF_TOPICS)
def test_a_killed_relay_loses_and_doubles_nothing(point, nursery, tmp_path, product, hear, effects):
    hear("ledger", lambda event: effects.note("ledger", event))
    add_missing([Lane("ledger"), Lane("files")])
    labels = [f"{number}" for number in range(5)]
    emit(*[withdrawn(product, label) for label in labels])

    died_of = let_a_relay_die(nursery, point, tmp_path)
    step_until_idle(durable("ledger", owner="doomed"))
    step_until_idle(publisher(FileSink(tmp_path), owner="doomed"))

    assert died_of == -signal.SIGKILL
    assert effects.of("ledger") == labels
    assert_complete_and_in_order(seqs_of(tmp_path), of=len(labels))


def assert_complete_and_in_order(seqs, *, of):
    """Every number once at least; a repetition goes back once and on from there without a gap."""
    backwards = [index for index in range(1, len(seqs)) if seqs[index] <= seqs[index - 1]]
    assert len(backwards) <= 1
    start = backwards[0] if backwards else 0
    assert seqs[:start] == list(range(1, start + 1))
    assert seqs[start:] == list(range(seqs[start], of + 1))
    assert seqs[start] <= start + 1
