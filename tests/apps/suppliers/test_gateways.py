import csv

import pytest
from django.core import mail

from apps.suppliers.gateways import (
    Account,
    EmailAdapter,
    RestAdapter,
    SandboxSupplier,
    adapter_called,
)
from shop.kernel.errors import Unreachable
from shop.kernel.outside import Refused
from tests.apps.suppliers.adapter_conformance import AdapterConformance, placed, wanted


def orders_of(sandbox, supplier, order):
    with sandbox.client() as client:
        path = f"/suppliers/{supplier}/orders"
        return client.get(path, params={"reference": order.reference}).json()


class TestSandboxSupplier(AdapterConformance):
    @pytest.fixture
    def adapter(self, sandbox):
        return SandboxSupplier(Account(supplier="tea", address="tea-house"))

    @pytest.fixture
    def arrived(self, sandbox):
        return lambda order: len(orders_of(sandbox, "tea-house", order))


class TestRestAdapter(AdapterConformance):
    @pytest.fixture
    def adapter(self, sandbox, settings):
        settings.SUPPLIER_SECRETS = {"mill": sandbox.secret}
        return RestAdapter(Account(supplier="mill", address=f"{sandbox.url}/suppliers/mill"))

    @pytest.fixture
    def arrived(self, sandbox):
        return lambda order: len(orders_of(sandbox, "mill", order))


class TestEmailAdapter(AdapterConformance):
    @pytest.fixture
    def adapter(self):
        return EmailAdapter(Account(supplier="tea", address="orders@tea.example"))

    @pytest.fixture
    def arrived(self):
        return lambda order: len({it.extra_headers["Message-ID"] for it in mail.outbox})


def test_a_letter_has_the_order_as_a_file():
    order = wanted()

    placed(EmailAdapter(Account(supplier="tea", address="orders@tea.example")), order)

    (letter,) = mail.outbox
    ((name, content, kind),) = letter.attachments
    assert (letter.subject, letter.to) == (f"Purchase order {order.number}", ["orders@tea.example"])
    assert (name, kind) == (f"{order.number}.csv", "text/csv")
    assert list(csv.reader(content.splitlines())) == [
        ["Article", "SKU", "Quantity", "Unit cost", "Currency"],
        ["T-1", "TEA", "5", "2.50", "EUR"],
        ["C, 1", 'a "CUP"', "1", "0.500", "EUR"],
    ]
    assert "by 2026-12-01" in letter.body


def test_the_same_letter_again_can_be_told_by_its_id():
    adapter = EmailAdapter(Account(supplier="tea", address="orders@tea.example"))
    order = wanted()

    placed(adapter, order)
    placed(adapter, order)

    one, other = (letter.extra_headers["Message-ID"] for letter in mail.outbox)
    assert one == other


def test_an_address_that_is_none_is_refused():
    with pytest.raises(Refused):
        placed(EmailAdapter(Account(supplier="tea", address="tea\nhouse@example")), wanted())


def test_a_wrong_secret_is_no_refusal_by_the_supplier(sandbox, settings):
    settings.SUPPLIER_SECRETS = {"mill": "wrong"}
    adapter = RestAdapter(Account(supplier="mill", address=f"{sandbox.url}/suppliers/mill"))

    with pytest.raises(Unreachable, match="status 401"):
        placed(adapter, wanted())


def test_without_a_secret_nobody_is_asked(sandbox, settings):
    settings.SUPPLIER_SECRETS = {"tea": "tea-secret"}
    adapter = RestAdapter(Account(supplier="mill", address=f"{sandbox.url}/suppliers/mill"))

    with pytest.raises(Unreachable, match="There is no secret for mill: add it to SUPPLIER_SECRET"):
        placed(adapter, wanted())


def test_the_settings_name_the_adapters():
    account = Account(supplier="tea", address="x")

    assert isinstance(adapter_called("email", account), EmailAdapter)
    with pytest.raises(LookupError, match="No adapter is called fax: add it to SUPPLIER_ADAPTERS"):
        adapter_called("fax", account)
