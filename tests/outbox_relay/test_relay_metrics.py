"""The relay tells Prometheus how it does, from a door of its own."""

import os
import socket
import subprocess
import sys

import httpx
import pytest

from tests.architecture.sources import ROOT
from tests.outbox_relay.arrange import address_of_database, real_commits
from tests.outbox_relay.waiting import wait_until

pytestmark = real_commits


@pytest.fixture
def relay_metrics(transactional_db, tmp_path):
    """Where a real relay answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    environment = {
        **os.environ,
        "DATABASE_URL": address_of_database(),
        "TRADEWIND_STATE": str(tmp_path),
        "KAFKA_BOOTSTRAP_SERVERS": "",
        "RELAY_METRICS": address,
    }
    command = [sys.executable, "manage.py", "relay"]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as process:  # noqa: S603
        yield f"http://{address}/metrics"
        process.terminate()


def test_a_relay_answers_prometheus(relay_metrics):
    told = []

    def answers():
        try:
            told.append(httpx.get(relay_metrics, trust_env=False).text)
        except httpx.TransportError:
            return False
        return True

    wait_until(answers)

    assert "process_resident_memory_bytes" in told[0]
    assert "outbox_emit_seconds_count" in told[0]
