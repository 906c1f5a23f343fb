"""A thread of the relay goes on whatever breaks, and shares lanes by leases."""

import threading
from functools import partial

import pytest

from outbox_relay import cursors, leases, members
from outbox_relay.cursors import Lane, add_missing
from outbox_relay.durable import DurableConsumer
from outbox_relay.publisher import TopicPublisher
from outbox_relay.sinks import SinkFailed
from outbox_relay.sinks.files import FileSink
from outbox_relay.worker import Worker
from shop.kernel.models import OutboxCursor, OutboxParkedKey
from tests.outbox_relay.arrange import emit, real_commits, withdrawn
from tests.outbox_relay.topic_files import lines_of, seqs_of
from tests.outbox_relay.waiting import wait_until

pytestmark = real_commits
LEDGER, FILES = Lane("ledger"), Lane("files")


class MoodySink(FileSink):
    """Half of a page is written before each of the first failures."""

    def __init__(self, folder, *, failures=3):
        super().__init__(folder)
        self.failures = failures

    def write(self, records):
        if self.failures:
            self.failures -= 1
            super().write(records[: len(records) // 2])
            raise SinkFailed("The disk is moody.")
        super().write(records)


@pytest.fixture
def start():
    """`start(lanes, owner=...)`: a running worker; stopped at the end of the test."""
    running: list[tuple[Worker, threading.Event]] = []

    def start_one(lanes, *, owner="a relay"):
        add_missing(lanes)
        stopping = threading.Event()
        one = Worker(lanes, owner=owner, stopping=stopping)
        running.append((one, stopping))
        one.start()
        return one

    def stop_all():
        for one, stopping in running:
            stopping.set()
            one.join()

    start_one.stop_all = stop_all
    yield start_one
    stop_all()


@pytest.fixture
def ledger(hear, effects):
    """The lane of a consumer that notes every event."""
    hear("ledger", lambda event: effects.note("ledger", event))
    return {LEDGER: partial(DurableConsumer, "ledger")}


def files(folder, *, sink=FileSink):
    return {FILES: partial(TopicPublisher, sink(folder), page_size=10)}


def hurry(monkeypatch, *, lease=1.0):
    """Leases run out soon, and are looked after all the time."""
    for module in (cursors, leases, members):
        monkeypatch.setattr(module, "LEASE_SECONDS", lease)
    monkeypatch.setattr(leases, "RENEW_SECONDS", 0.1)
    monkeypatch.setattr(leases, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(leases, "MARGIN_SECONDS", 0.2)


def owners():
    return dict(OutboxCursor.objects.values_list("consumer", "owner"))


def labels_in(folder):
    return [line["value"]["skus"][0] for line in lines_of(folder)]


def test_a_stopped_worker_frees_its_lanes(start, ledger, effects, product, tmp_path):
    start({**ledger, **files(tmp_path)})
    emit(withdrawn(product, "1"))
    wait_until(lambda: effects.of("ledger") and lines_of(tmp_path))

    start.stop_all()

    cursor_rows = OutboxCursor.objects.values_list("owner", "lease_until")
    assert set(cursor_rows) == {("", None)}


def test_a_worker_whose_session_is_killed_again_and_again_loses_and_doubles_nothing(
    start, ledger, effects, product, tmp_path, open_session
):
    killer = open_session()
    killer.autocommit = True
    labels = [f"{number}" for number in range(10)]
    start({**ledger, **files(tmp_path)})

    for label in labels:
        wait_until(lambda: set(owners().values()) == {"a relay"})
        with killer.transaction():
            killer.execute("SELECT FROM outbox_cursor FOR UPDATE")
            emit(withdrawn(product, label))
            wait_until(lambda: killed_one_waiting_for(killer))
        wait_until(lambda label=label: effects.of("ledger")[-1:] == [label])
        wait_until(lambda label=label: label in labels_in(tmp_path))

    assert effects.of("ledger") == labels
    assert set(labels_in(tmp_path)) == set(labels)
    assert OutboxParkedKey.objects.count() == 0


def killed_one_waiting_for(killer):
    (killed,) = killer.execute(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))"
    ).fetchone()
    return killed


def test_a_sink_that_fails_is_fed_again_from_the_checkpoint(start, product, tmp_path):
    emit(*[withdrawn(product, f"{number}") for number in range(6)])

    start(files(tmp_path, sink=MoodySink))
    wait_until(lambda: "5" in labels_in(tmp_path))

    assert seqs_of(tmp_path) == [1, 2, 3] * 3 + [1, 2, 3, 4, 5, 6]


def test_another_relay_takes_over_when_the_lease_of_a_dead_one_runs_out(
    start, ledger, effects, product, monkeypatch
):
    hurry(monkeypatch)
    add_missing([LEDGER])
    cursors.take(LEDGER, "a dead relay")
    emit(withdrawn(product, "1"))

    start(ledger, owner="a living relay")
    before = owners()
    wait_until(lambda: effects.of("ledger"))

    assert before == {"ledger": "a dead relay"}
    assert owners() == {"ledger": "a living relay"}
    assert effects.of("ledger") == ["1"]


def test_a_living_relay_keeps_its_lanes_for_longer_than_a_lease(
    start, ledger, effects, product, monkeypatch
):
    hurry(monkeypatch)
    start(ledger, owner="first")
    wait_until(lambda: owners() == {"ledger": "first"})
    renewed = OutboxCursor.objects.get().lease_until

    start(ledger, owner="second")
    wait_until(lambda: (OutboxCursor.objects.get().lease_until - renewed).total_seconds() > 2)
    emit(withdrawn(product, "1"))
    wait_until(lambda: effects.of("ledger"))

    assert owners() == {"ledger": "first"}


def test_a_restarted_relay_takes_its_lanes_back_as_soon_as_the_server_lets_go(
    start, ledger, effects, product, monkeypatch, open_session
):
    monkeypatch.setattr(cursors, "LEASE_SECONDS", 3600)
    monkeypatch.setattr(leases, "LOOK_SECONDS", 0.05)
    add_missing([LEDGER])
    cursors.take(LEDGER, "a relay")
    emit(withdrawn(product, "1"))
    last_session_of_the_dead = open_session()
    last_session_of_the_dead.execute("SELECT FROM outbox_cursor FOR UPDATE")

    start(ledger, owner="a relay")
    wait_until(lambda: polled(open_session))
    last_session_of_the_dead.rollback()
    wait_until(lambda: effects.of("ledger"))

    assert effects.of("ledger") == ["1"]


def polled(open_session):
    """True once somebody has made a tick."""
    session = open_session()
    return session.execute("SELECT count(*) FROM outbox_tick").fetchone()[0] > 1


def test_a_worker_that_was_replaced_lets_go_and_serves_its_other_lanes(
    start, ledger, effects, product, tmp_path
):
    start({**ledger, **files(tmp_path)}, owner="a relay")
    wait_until(lambda: set(owners().values()) == {"a relay"})
    with_the_lane, _ = take_away(LEDGER)

    emit(withdrawn(product, "1"))
    wait_until(lambda: lines_of(tmp_path))

    assert effects.of("ledger") == []
    assert owners()["ledger"] == "another relay"
    cursors.renew(with_the_lane)


def take_away(lane):
    OutboxCursor.objects.filter(consumer=lane.consumer).update(lease_until=None)
    return cursors.take(lane, "another relay")
