"""Whole purchases with real commits: web server, relay, Celery worker and sandbox, all real."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from apps.inventory.services import receive_stock
from outbox_relay import process
from shop.kernel import jobs
from shop.operations.verify import verified
from tests.factories.inventory import WarehouseFactory
from tests.factories.orders import OfferFactory
from tests.journeys.shopper import Member, eventually
from tests.shop.sandbox.process import SandboxProcess, running_sandbox

GATEWAY_SECONDS = 2
"""What a call of the first gateway may take altogether."""
GATEWAYS = ",".join(
    [
        "sandbox=apps.payments.gateways.SandboxGateway",
        "soap=apps.payments.gateways.soap.SandboxSoapGateway",
    ]
)
"""Two doors of the sandbox: while one is silent, the other one goes on."""
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="package")
def sandbox(tmp_path_factory, live_server) -> Iterator[SandboxProcess]:
    """The outside world, quick: a parcel leaves after three seconds and arrives after four."""
    with running_sandbox(
        tmp_path_factory.mktemp("sandbox"),
        secret=settings.SANDBOX_SECRET,
        payment_callback_url=f"{live_server.url}/callbacks/payments/sandbox",
        courier_callback_url=f"{live_server.url}/callbacks/shipping/sandbox",
        supplier_callback_url=f"{live_server.url}/callbacks/suppliers/sandbox",
        slow_seconds=0.5,
        stall_seconds=4,
        late_seconds=3600,
        dispatch_seconds=3,
        delivery_seconds=4,
        answer_seconds=1,
        supply_seconds=1,
    ) as running:
        yield running


@pytest.fixture(scope="package")
def worker_metrics() -> str:
    """Where the worker answers Prometheus."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return f"127.0.0.1:{free.getsockname()[1]}"


@pytest.fixture(scope="package")
def worker(sandbox, worker_metrics, django_db_setup, tmp_path_factory) -> Iterator[Path]:
    """A Celery worker process on the test database; the file where it tells of wrong locks."""
    folder = tmp_path_factory.mktemp("worker")
    wrong_locks = folder / "wrong_locks"
    wrong_locks.touch()
    with (folder / "worker.log").open("wb") as output:
        running = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "tests.journeys.watched_worker", wrong_locks],
            cwd=ROOT,
            env={
                **_environment(sandbox),
                "WORKER_METRICS": worker_metrics,
            },
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    yield wrong_locks
    running.terminate()
    running.wait()


def _environment(sandbox: SandboxProcess) -> dict[str, str]:
    parts = connection.settings_dict
    return {
        **os.environ,
        "DATABASE_URL": (
            f"postgresql://{parts['USER']}:{parts['PASSWORD']}@{parts['HOST']}:{parts['PORT']}"
            f"/{parts['NAME']}"
        ),
        "REDIS_URL": settings.REDIS_URL,
        "SANDBOX_URL": sandbox.url,
        "SANDBOX_SECRET": settings.SANDBOX_SECRET,
        "PAYMENT_GATEWAYS": GATEWAYS,
        "OUTSIDE_TIMEOUT_SECONDS": str(GATEWAY_SECONDS),
        "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
    }


@pytest.fixture
def relay(transactional_db, settings, tmp_path) -> Iterator[None]:
    """A relay that writes topic files, and a sweeper that comes every second."""
    settings.TOPICS_DIR = tmp_path / "topics"
    settings.KAFKA_BOOTSTRAP_SERVERS = ""
    stopping = threading.Event()
    threads = [
        threading.Thread(target=process.run, kwargs={"stopping": stopping, "name": "journey"}),
        threading.Thread(target=_sweep, args=[stopping]),
    ]
    for thread in threads:
        thread.start()
    yield
    stopping.set()
    for thread in threads:
        thread.join()


def _sweep(stopping: threading.Event) -> None:
    try:
        while not stopping.wait(1):
            jobs.sweep()
    finally:
        connection.close()


@pytest.fixture
def shelves(transactional_db) -> None:
    """Five tins of tea at 12.50 in one warehouse."""
    warehouse = WarehouseFactory(code="north")
    OfferFactory(sku="TEA-1")
    receive_stock(sku="TEA-1", warehouse=warehouse.code, quantity=5, reason="delivery")


@pytest.fixture
def shopper(shelves, live_server, worker, relay) -> Iterator[Member]:
    """Somebody with an account, at the open shop, in which nothing is wrong or open at the end."""
    with Member(live_server.url) as somebody:
        yield somebody
    until_at_rest()
    assert worker.read_text() == ""


def until_at_rest() -> None:
    eventually(lambda: not left_to_do(), lambda: f"a shop at rest: {left_to_do()}", pause=0.2)


def left_to_do() -> list[object]:
    """Jobs, or else what `verify` finds, which takes long to look.

    A worker who is busy would get in the way of the next test.
    """
    due = [model.objects.filter(due_at__isnull=False) for model in jobs.job_models()]
    return [job for jobs_due in due for job in jobs_due] or verified().findings
