"""kill -9 at every point of the way: effects exactly once, topics at least once and in order."""

import signal

import pytest

from outbox_relay.cursors import Lane, add_missing
from outbox_relay.sinks.files import FileSink
from tests.outbox_relay.arrange import (
    durable,
    emit,
    publisher,
    real_commits,
    step_until_idle,
    withdrawn,
)
from tests.outbox_relay.doomed import POINTS_OF_HANDLERS, POINTS_OF_TOPICS
from tests.outbox_relay.nurseries import let_one_die, nursery
from tests.outbox_relay.topic_files import seqs_of

pytestmark = real_commits


@pytest.fixture(scope="module")
def doomed(django_db_setup):
    """Forks relays that kill themselves; see `tests.outbox_relay.doomed`."""
    with nursery("tests.outbox_relay.doomed") as process:
        yield process


@pytest.mark.parametrize("point", POINTS_OF_HANDLERS + POINTS_OF_TOPICS)
def test_a_killed_relay_loses_and_doubles_nothing(point, doomed, tmp_path, product, hear, effects):
    hear("ledger", lambda event: effects.note("ledger", event))
    add_missing([Lane("ledger"), Lane("files")])
    labels = [f"{number}" for number in range(5)]
    emit(*[withdrawn(product, label) for label in labels])

    died_of = let_one_die(doomed, point, tmp_path)
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
