from collections.abc import Iterator

import pytest

from apps.shipping import tasks  # noqa: F401 - so that `do_jobs` finds them
from shop.kernel import bus
from tests.shop.sandbox.process import SandboxProcess, running_sandbox


@pytest.fixture(autouse=True)
def _only_shipping_listens(monkeypatch):
    """The orders of these tests exist in events only, so their owners stay out."""
    own = [
        receiver
        for receiver in bus._during.receivers
        if receiver[0][0].startswith("apps.shipping.")
    ]
    monkeypatch.setattr(bus._during, "receivers", own)


@pytest.fixture(scope="package")
def _courier_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxProcess]:
    folder = tmp_path_factory.mktemp("courier")
    with running_sandbox(folder, dispatch_seconds=86400) as process:
        yield process


@pytest.fixture
def sandbox(_courier_process: SandboxProcess, settings) -> SandboxProcess:
    """The real courier, shared by all tests; its parcels stay in the house for a day."""
    return talking_to(_courier_process, settings)


def talking_to(process: SandboxProcess, settings) -> SandboxProcess:
    settings.SANDBOX_URL = process.url
    settings.SANDBOX_SECRET = process.secret
    return process
