"""`manage.py relay` as operators run it: stopped, killed, started again."""

import os
import signal
import subprocess
import sys

import pytest
from django.db import connection

from outbox_relay.process import UnsafeDatabase, refuse_unsafe_database
from shop.kernel.models import OutboxCursor
from tests.architecture.sources import ROOT
from tests.outbox_relay.arrange import address_of_database, emit, real_commits, withdrawn
from tests.outbox_relay.topic_files import seqs_of
from tests.outbox_relay.waiting import wait_until

pytestmark = real_commits


@pytest.fixture
def start_relay(transactional_db, tmp_path):
    """`start_relay("a name")`: the real process, its topics as files below the test's folder.

    Further words are further options.
    """
    running: list[subprocess.Popen] = []

    def start(name, *options):
        environment = {
            **os.environ,
            "DATABASE_URL": address_of_database(),
            "TRADEWIND_STATE": str(tmp_path),
            "KAFKA_BOOTSTRAP_SERVERS": "",
        }
        command = [sys.executable, "manage.py", "relay", "--name", name, *options]
        running.append(subprocess.Popen(command, cwd=ROOT, env=environment))  # noqa: S603
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.wait()


def sent(tmp_path):
    return seqs_of(tmp_path / "topics")


def test_a_killed_relay_is_carried_on_at_once_by_its_successor_of_the_same_name(
    start_relay, product, tmp_path
):
    emit(*[withdrawn(product, f"{number}") for number in range(3)])
    killed = start_relay("shop-1")
    wait_until(lambda: 3 in sent(tmp_path))
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    lease_of_the_killed = OutboxCursor.objects.get(consumer="files").lease_until

    emit(*[withdrawn(product, f"{number}") for number in range(3, 5)])
    stopped = start_relay("shop-1")
    wait_until(lambda: 5 in sent(tmp_path))
    taken_over_at = OutboxCursor.objects.get(consumer="files").updated_at
    stopped.send_signal(signal.SIGTERM)
    stopped.wait()

    assert taken_over_at < lease_of_the_killed
    assert sent(tmp_path)[-2:] == [4, 5]
    assert set(sent(tmp_path)) == {1, 2, 3, 4, 5}
    assert stopped.returncode == 0
    assert set(OutboxCursor.objects.values_list("owner", "lease_until")) == {("", None)}


def test_relays_that_share_the_consumers_lose_nothing_whoever_starts_first(
    start_relay, product, tmp_path
):
    start_relay("handlers", "--consumers", "orders", "inventory")
    wait_until(lambda: OutboxCursor.objects.filter(consumer="orders", owner="handlers"))
    emit(*[withdrawn(product, f"{number}") for number in range(3)])
    nobody_sends = (sent(tmp_path), OutboxCursor.objects.get(consumer="files").owner)

    start_relay("topics", "--consumers", "files")
    wait_until(lambda: 3 in sent(tmp_path))

    assert nobody_sends == ([], "")
    assert sent(tmp_path) == [1, 2, 3]
    assert set(OutboxCursor.objects.exclude(owner="").values_list("consumer", "owner")) == {
        ("orders", "handlers"),
        ("inventory", "handlers"),
        ("files", "topics"),
    }


def test_a_relay_refuses_consumers_that_do_not_exist(start_relay):
    assert start_relay("shop", "--consumers", "notification").wait() == 1


def test_a_relay_refuses_a_database_that_may_forget_commits():
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")

    with pytest.raises(UnsafeDatabase, match="Turn it on"):
        refuse_unsafe_database()

    connection.close()
