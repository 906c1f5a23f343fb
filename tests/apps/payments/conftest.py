from collections.abc import Iterator

import pytest

from apps.payments import tasks  # noqa: F401 - so that `do_jobs` finds them
from shop.kernel import bus
from tests.shop.sandbox.process import SandboxProcess, running_sandbox


@pytest.fixture(autouse=True)
def _only_payments_listens(monkeypatch):
    """The orders and the stock of these tests exist in events only, so their owners stay out."""
    own = [
        receiver
        for receiver in bus._during.receivers
        if receiver[0][0].startswith("apps.payments.")
    ]
    monkeypatch.setattr(bus._during, "receivers", own)


@pytest.fixture(scope="package")
def _gateway_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxProcess]:
    folder = tmp_path_factory.mktemp("gateway")
    with running_sandbox(folder, slow_seconds=86400, stall_seconds=1.5) as process:
        yield process


@pytest.fixture
def sandbox(_gateway_process: SandboxProcess, settings) -> SandboxProcess:
    """The real gateway, shared by all tests; a slow card is settled by hand only."""
    return talking_to(_gateway_process, settings)


def talking_to(process: SandboxProcess, settings) -> SandboxProcess:
    settings.SANDBOX_URL = process.url
    settings.SANDBOX_SECRET = process.secret
    return process
