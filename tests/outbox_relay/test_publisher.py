"""The lane to the topics: every event arrives, and a crash only repeats a run of them in order."""

import pytest
from prometheus_client import generate_latest

from outbox_relay.cursors import LeaseLost
from outbox_relay.metrics import REGISTRY
from outbox_relay.sinks import SinkFailed
from outbox_relay.sinks.files import FileSink
from outbox_relay.ticks import newest_tick
from shop.kernel.outbox.standing import standings
from tests.outbox_relay.arrange import emit, publisher, real_commits, step_until_idle, withdrawn
from tests.outbox_relay.topic_files import lines_of, seqs_of

pytestmark = real_commits


def test_every_event_with_a_topic_arrives_in_order(tmp_path, product):
    work = publisher(FileSink(tmp_path), page_size=3)
    emit(*[withdrawn(product, f"{number}") for number in range(8)])

    step_until_idle(work)

    found = lines_of(tmp_path)
    assert [line["value"]["skus"] for line in found] == [[f"{n}"] for n in range(8)]
    assert [line["headers"]["ce_aggregateseq"] for line in found] == list("12345678")
    assert {line["key"] for line in found} == {str(product)}


def test_a_crash_between_fsync_and_checkpoint_only_repeats_in_order(tmp_path, product):
    emit(*[withdrawn(product, f"{number}") for number in range(5)])
    crashed = publisher(FileSink(tmp_path), page_size=2)
    crashed.step(newest_tick())
    crashed.step(newest_tick())

    step_until_idle(publisher(FileSink(tmp_path), page_size=2))

    assert seqs_of(tmp_path) == [1, 2, 3, 4, 1, 2, 3, 4, 5]


def test_nothing_is_repeated_after_a_clean_end(tmp_path, product):
    emit(*[withdrawn(product, f"{number}") for number in range(3)])
    first = publisher(FileSink(tmp_path), page_size=2)
    first.step(newest_tick())
    first.finish()

    step_until_idle(publisher(FileSink(tmp_path), page_size=2))

    assert seqs_of(tmp_path) == [1, 2, 3]


def test_a_sink_that_takes_nothing_is_told_of_until_it_does(tmp_path, product):
    in_the_way = tmp_path / "product-events.jsonl"
    in_the_way.mkdir()
    emit(withdrawn(product, "1"))
    for _ in range(2):
        with pytest.raises(SinkFailed):
            publisher(FileSink(tmp_path)).step(newest_tick())
    (failing,) = standings()
    told = generate_latest(REGISTRY).decode()

    in_the_way.rmdir()
    well_again = publisher(FileSink(tmp_path))
    step_until_idle(well_again)
    well_again.finish()

    assert failing.failures == 2
    assert failing.failing_since is not None
    assert failing.error.endswith("cannot be written: Is a directory.")
    assert 'outbox_failures{consumer="files",shard="0"} 2.0' in told
    (well,) = standings()
    assert (well.failing_since, well.failures, well.error) == (None, 0, "")
    assert seqs_of(tmp_path) == [1]


def test_a_publisher_that_was_replaced_saves_nothing(tmp_path, product):
    emit(withdrawn(product, "1"))
    replaced = publisher(FileSink(tmp_path))
    publisher(FileSink(tmp_path))
    replaced.step(newest_tick())

    with pytest.raises(LeaseLost):
        replaced.finish()
