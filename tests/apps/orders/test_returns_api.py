"""Sending back over HTTP."""

import json

import pytest
from django.test import Client

from apps.orders.models import Order, Return
from shop.kernel.identity import new_id
from tests.apps.orders.test_api import token_of
from tests.apps.orders.test_returning import delivered, line_of

pytestmark = pytest.mark.django_db


def ask(order: Order, units: int, *, customer_id=None, key: str = "", **body):
    client = Client(
        headers={"Authorization": f"Bearer {token_of(customer_id or order.customer_id)}"}
    )
    lines = [{"line_id": str(line_of(order).id), "quantity": units}]
    return client.post(
        f"/api/v1/orders/{order.id}/returns",
        json.dumps({"lines": lines, "reason": "damaged", **body}),
        content_type="application/json",
        headers={"Idempotency-Key": key or str(new_id())},
    )


def returns(order: Order):
    client = Client(headers={"Authorization": f"Bearer {token_of(order.customer_id)}"})
    return client.get(f"/api/v1/orders/{order.id}/returns").json()["items"]


def test_a_return_is_asked_for_and_shown():
    order = delivered()

    answer = ask(order, 2)

    assert answer.status_code == 201
    assert answer.json() == returns(order)[0]
    (line,) = answer.json()["lines"]
    assert (line["sku"], line["quantity"], line["arrived"]) == ("TEA-1", 2, 0)
    assert (answer.json()["state"], answer.json()["reason"]) == ("requested", "damaged")


def test_the_same_key_asks_once():
    order = delivered()

    answers = [ask(order, 1, key="once") for _ in range(2)]

    assert answers[0].json() == answers[1].json()
    assert Return.objects.count() == 1


def test_the_order_of_somebody_else_is_none():
    assert ask(delivered(), 1, customer_id=new_id()).status_code == 404
    assert not Return.objects.exists()


def test_more_than_there_is_is_a_conflict_and_nonsense_is_unprocessable():
    order = delivered()

    assert ask(order, 4).status_code == 409
    assert ask(order, 0).status_code == 422
    assert ask(order, 1, reason="mood").status_code == 422
