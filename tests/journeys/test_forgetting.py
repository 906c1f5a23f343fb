"""One map of where people are known: after an erasure, nobody is found in any table."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from apps.accounts import tasks as tasks_of_accounts  # noqa: F401 - for `do_jobs`
from apps.accounts.models import User
from apps.inventory.services import receive_stock
from apps.notifications import tasks as tasks_of_notifications  # noqa: F401 - for `do_jobs`
from shop.kernel import clock
from shop.kernel.identity import new_id
from tests.factories.inventory import WarehouseFactory
from tests.factories.orders import OfferFactory

WORDS = ("Zebulon", "Quirke", "zebulon", "Larkspur", "Penzance", "TR18", "1736 99")
PASSWORD = "seven tins of tea"  # noqa: S105 - of nobody
WHERE = {
    "name": "Zebulon Quirke",
    "line1": "7 Larkspur Lane",
    "postal_code": "TR18 4AA",
    "city": "Penzance",
    "country": "GB",
}


@pytest.fixture
def call(db):
    """`call("post", path, body)` in the name of the last one who registered."""
    client, headers = Client(), {}

    def send(method, path, body=None):
        answer = client.generic(
            method.upper(),
            path,
            "" if body is None else client._encode_json(body, "application/json"),
            content_type="application/json",
            headers={"Idempotency-Key": str(new_id()), **headers},
        )
        assert answer.status_code < 400, answer.content
        if path == "/auth/register":
            headers["Authorization"] = f"Bearer {answer.json()['access']}"
        return answer.json() if answer.content else None

    return send


@pytest.fixture
def zebulon(call, deliver) -> User:
    """He left his traces wherever there is a way to."""
    OfferFactory(sku="TEA-1")
    receive_stock(sku="TEA-1", warehouse=WarehouseFactory().code, quantity=5, reason="delivery")
    who = {"name": "Zebulon Quirke", "email": "zebulon@example.com", "password": PASSWORD}
    call("post", "/auth/register", {**who, "phone": "+44 1736 99000"})
    call("post", "/api/v1/me/addresses", WHERE)
    call("post", "/auth/password/forgot", {"email": "zebulon@example.com"})
    wish = {"lines": [{"sku": "TEA-1", "quantity": 1}], "delivery_address": WHERE}
    order = call("post", "/api/v1/orders", {**wish, "email": "zebulon@example.com"})
    deliver()
    call("post", f"/api/v1/orders/{order['id']}/cancel")
    deliver()
    return User.objects.get()


def tables_that_know(word: str) -> set[str]:
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    return {table for table in tables if _holds(table, word)}


def _holds(table: str, word: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT EXISTS (SELECT FROM {table} AS kept WHERE kept::text LIKE %s)",  # noqa: S608
            [f"%{word}%"],
        )
        return bool(cursor.fetchone()[0])


def test_after_an_erasure_no_table_knows_who_it_was(zebulon, call, deliver, do_jobs):
    known_before = set().union(*(tables_that_know(word) for word in WORDS))
    assert {"accounts_user", "orders_order", "notifications_contact"} <= known_before

    call("post", "/api/v1/me/erasure", {"password": PASSWORD})
    with clock.travelled_to(clock.now() + timedelta(hours=1)):
        do_jobs()
        deliver()

    zebulon.refresh_from_db()
    assert zebulon.erased_at is not None
    assert {word: tables_that_know(word) for word in WORDS} == {word: set() for word in WORDS}
