from collections.abc import Iterator

import pytest

from apps.suppliers import tasks  # noqa: F401 - so that `do_jobs` finds them
from apps.suppliers.models import PurchaseOrder
from shop.kernel import bus
from tests.apps.suppliers.story import approved
from tests.shop.sandbox.process import SandboxProcess, running_sandbox


@pytest.fixture(autouse=True)
def _only_suppliers_listen(monkeypatch):
    """The stock of these tests exists in events only, so its owner stays out."""
    own = [
        receiver
        for receiver in bus._during.receivers
        if receiver[0][0].startswith("apps.suppliers.")
    ]
    monkeypatch.setattr(bus._during, "receivers", own)


@pytest.fixture(scope="package")
def _suppliers_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxProcess]:
    folder = tmp_path_factory.mktemp("suppliers")
    with running_sandbox(folder, answer_seconds=86400, supply_seconds=86400) as process:
        yield process


@pytest.fixture
def sandbox(_suppliers_process: SandboxProcess, settings) -> SandboxProcess:
    """Real suppliers, shared by all tests; they answer and send when a test says so."""
    settings.SANDBOX_URL = _suppliers_process.url
    settings.SANDBOX_SECRET = _suppliers_process.secret
    return _suppliers_process


@pytest.fixture
def at_supplier(sandbox, do_jobs):
    """`at_supplier(supplier, TEA=5)`: a purchase order that the supplier has taken."""

    def make(supplier="tea-house", **units):
        order = approved(supplier=supplier, **units)
        do_jobs()
        return PurchaseOrder.objects.get(pk=order.pk)

    return make
