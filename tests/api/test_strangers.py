"""Whoever asks for what is somebody else's is answered as if it were not there."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client

from shop.kernel.customer_keys import ensured_key
from shop.kernel.order_tokens import order_token
from shop.kernel.outbox.unit_of_work import unit_of_work
from tests.api.operations import Operation, operations
from tests.apps.orders.test_api import token_of
from tests.factories.accounts import LoginSessionFactory, SavedAddressFactory, UserFactory
from tests.factories.orders import InvoiceFactory, OrderFactory
from tests.factories.payments import PaymentFactory, SavedCardFactory
from tests.factories.shipping import ShipmentFactory

pytestmark = pytest.mark.django_db

PUBLIC = {"handle", "sku"}


def adas_order() -> UUID:
    order = OrderFactory()
    PaymentFactory(order_id=order.id, customer_id=order.customer_id)
    ShipmentFactory(order_id=order.id, customer_id=order.customer_id)
    return order.id


OWNED: dict[str, Callable[[], UUID]] = {
    "order_id": adas_order,
    "address_id": lambda: SavedAddressFactory().id,
    "card_id": lambda: SavedCardFactory().id,
    "invoice_id": lambda: InvoiceFactory().id,
    "session_id": lambda: LoginSessionFactory().id,
}
NAMING = [operation for operation in operations() if operation.named - PUBLIC]


def asked(client: Client, operation: Operation, ids: dict[str, UUID]):
    return client.generic(
        operation.method.upper(),
        operation.path.format(**ids, handle="tea", sku="TEA-1"),
        b""
        if operation.example is None
        else Client()._encode_json(operation.example, "application/json"),
        content_type="application/json",
    )


@pytest.mark.parametrize("operation", NAMING, ids=str)
def test_another_member_finds_nothing(operation):
    ids = {name: OWNED[name]() for name in operation.named - PUBLIC}
    eve = UserFactory()

    answer = asked(
        Client(headers={"Authorization": f"Bearer {token_of(eve.customer_id)}"}), operation, ids
    )

    assert answer.status_code == 404


@pytest.mark.parametrize("operation", [o for o in NAMING if "order-token" in o.security], ids=str)
def test_the_token_of_one_order_opens_no_other(operation):
    ids = {name: OWNED[name]() for name in operation.named - PUBLIC}
    eves = OrderFactory()
    unit_of_work(ensured_key)(eves.customer_id)
    token = order_token(customer_id=eves.customer_id, order_id=eves.id)

    answer = asked(Client(headers={"Order-Token": token}), operation, ids)

    assert answer.status_code == 404


@pytest.mark.parametrize("operation", NAMING, ids=str)
def test_nobody_in_particular_is_told_nothing(operation):
    ids = {name: OWNED[name]() for name in operation.named - PUBLIC}

    answer = asked(Client(), operation, ids)

    assert answer.status_code == 401


def test_every_id_in_a_path_is_tried():
    assert {name for operation in NAMING for name in operation.named} <= OWNED.keys() | PUBLIC
