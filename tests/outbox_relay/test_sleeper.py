"""A relay that is stopped in the middle of its work, and goes on when another has replaced it."""

import os
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db import connection

from shop.kernel.models import OutboxCursor, OutboxMember
from tests.architecture.sources import ROOT
from tests.outbox_relay.arrange import address_of_database, emit, real_commits, withdrawn
from tests.outbox_relay.topic_files import seqs_of
from tests.outbox_relay.waiting import wait_until

pytestmark = real_commits
STOPPED, RESTING = "T", "S"
LONG_AGO = "2000-01-01T00:00:00Z"


@pytest.fixture
def start_relay(effects, tmp_path):
    """`start_relay("a name")`: the pid of a relay process whose handlers note their effects."""
    environment = {
        **os.environ,
        "DATABASE_URL": address_of_database(),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "KAFKA_BOOTSTRAP_SERVERS": "",
        "TRADEWIND_STATE": str(tmp_path),
        "UNLUCKY": "0",
    }
    with ExitStack() as stack:

        def start(name):
            process = stack.enter_context(
                subprocess.Popen(  # noqa: S603
                    [sys.executable, "-m", "tests.faults.certificate.relay", name],
                    cwd=ROOT,
                    env=environment,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                )
            )
            process.stdout.readline()
            print("none:0", file=process.stdin, flush=True)
            pid = int(process.stdout.readline().split()[1])
            stack.callback(process.stdin.close)
            stack.callback(os.kill, pid, signal.SIGKILL)
            return pid

        yield start


def owner_of(consumer):
    return OutboxCursor.objects.get(consumer=consumer).owner


def put_to_sleep(pid):
    """Stops the relay between two transactions: in one, it would keep its lane for a lease more."""
    while True:
        os.kill(pid, signal.SIGSTOP)
        wait_until(lambda: set(states_of_threads(pid)) == {STOPPED})
        # What it sent before may still be read: a server process that rests has read all of it.
        wait_until(lambda: all(state == RESTING for state in states_of_sessions()))
        if all_idle():
            return
        os.kill(pid, signal.SIGCONT)


def states_of_threads(pid):
    return [state_in(thread) for thread in Path(f"/proc/{pid}/task").iterdir()]


def states_of_sessions():
    return [state_in(Path(f"/proc/{pid}")) for pid, _ in sessions_of_others()]


def all_idle():
    return all(doing == "idle" for _, doing in sessions_of_others())


def sessions_of_others():
    """The process of each session in this database but our own, and what it is doing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid, state FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return cursor.fetchall()


def state_in(folder):
    """The letter that the kernel has for the state; its column comes after a name in brackets."""
    return (folder / "stat").read_text().rsplit(")", 1)[1].split()[0]


def let_all_leases_run_out():
    OutboxCursor.objects.update(lease_until=LONG_AGO)
    OutboxMember.objects.update(alive_until=LONG_AGO)


def test_who_sleeps_beyond_its_lease_moves_nothing_and_doubles_nothing(
    start_relay, effects, product, tmp_path
):
    labels = [f"{number}" for number in range(400)]
    sleeper = start_relay("sleeper")
    emit(*[withdrawn(product, label) for label in labels[:300]])
    wait_until(lambda: len(effects.of("board")) > 20)

    put_to_sleep(sleeper)
    asleep_with = len(effects.of("ledger")), len(effects.of("board"))
    let_all_leases_run_out()
    start_relay("awake")
    emit(*[withdrawn(product, label) for label in labels[300:350]])
    wait_until(lambda: len(effects.of("board")) >= 350)
    os.kill(sleeper, signal.SIGCONT)
    emit(*[withdrawn(product, label) for label in labels[350:]])
    wait_until(lambda: {owner_of("ledger"), owner_of("board")} == {"sleeper", "awake"})
    for consumer in ("ledger", "board"):
        wait_until(lambda consumer=consumer: len(effects.of(consumer)) >= 400)
    wait_until(lambda: 400 in seqs_of(tmp_path / "topics"))

    assert min(asleep_with) < 300
    assert effects.of("ledger") == effects.of("board") == labels
    assert list(dict.fromkeys(seqs_of(tmp_path / "topics"))) == list(range(1, 401))
