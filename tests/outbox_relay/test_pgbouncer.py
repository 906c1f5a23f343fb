"""The relay behind PgBouncer in transaction mode, where no session belongs to anybody."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from shop.kernel.models import OutboxCursor
from tests.architecture.sources import ROOT
from tests.outbox_relay.arrange import emit, real_commits, withdrawn
from tests.outbox_relay.topic_files import seqs_of
from tests.outbox_relay.waiting import wait_until

PGBOUNCER = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
pytestmark = [
    real_commits,
    pytest.mark.skipif(not PGBOUNCER, reason="There is no pgbouncer on this machine."),
]
_CONFIGURATION = """
[databases]
pooled = host={HOST} port={PORT} dbname={NAME} user={USER} password={PASSWORD}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 2
ignore_startup_parameters = extra_float_digits,options
"""


@pytest.fixture
def pooled(transactional_db):
    """The address of the test's database behind a pool of two sessions."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        # Not even its configuration is read as root.
        Path(folder).chmod(0o755)
        settings = Path(folder) / "pgbouncer.ini"
        settings.write_text(_CONFIGURATION.format(**connection.settings_dict, port=port))
        as_nobody = ["-u", "nobody"] if os.getuid() == 0 else []
        process = subprocess.Popen(  # noqa: S603
            [PGBOUNCER, "-q", *as_nobody, str(settings)], stderr=subprocess.DEVNULL
        )
        address = f"postgresql://anybody@127.0.0.1:{port}/pooled"
        wait_until(lambda: answers(address))
        yield address
        process.kill()
        process.wait()


def answers(address):
    try:
        with psycopg.connect(address, autocommit=True) as session:
            return session.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


@pytest.fixture
def start_relay(pooled, tmp_path):
    running = []

    def start(name):
        environment = {
            **os.environ,
            "DATABASE_URL": pooled,
            "PREPARED_STATEMENTS": "no",
            "TRADEWIND_STATE": str(tmp_path),
            "KAFKA_BOOTSTRAP_SERVERS": "",
        }
        command = [sys.executable, "manage.py", "relay", "--name", name]
        running.append(subprocess.Popen(command, cwd=ROOT, env=environment))  # noqa: S603
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.wait()


def test_two_relays_share_the_work_and_leave_no_session_changed(
    start_relay, pooled, product, tmp_path
):
    topics = tmp_path / "topics"
    first, second = start_relay("a"), start_relay("b")
    wait_until(lambda: set(owners()) == {"a", "b"})

    for label in range(20):
        emit(withdrawn(product, f"{label}"))
    wait_until(lambda: topics.exists() and 20 in seqs_of(topics))
    wait_until(lambda: len(set(OutboxCursor.objects.values_list("tick", flat=True))) == 1)
    with psycopg.connect(pooled, autocommit=True) as session:
        limits = [
            session.execute(f"SHOW {name}").fetchone()[0]
            for name in ("lock_timeout", "statement_timeout")
        ]
    for relay in (first, second):
        relay.send_signal(signal.SIGTERM)
        relay.wait()

    assert seqs_of(topics) == list(range(1, 21))
    assert limits == ["0", "0"]
    assert set(owners()) == {""}
    assert [first.returncode, second.returncode] == [0, 0]


def owners():
    return OutboxCursor.objects.values_list("owner", flat=True)
