"""What the caller has already is not sent again."""

import pytest

from shop.kernel.identity import new_id
from tests.apps.orders.conftest import stocked
from tests.apps.orders.test_api import ada, post

__all__ = ["ada", "stocked"]

pytestmark = pytest.mark.django_db


def test_the_same_answer_is_not_sent_twice(stocked, ada):
    stocked("TEA-1", units=5)
    post(ada)
    first = ada.get("/api/v1/orders")

    again = ada.get("/api/v1/orders", headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]


def test_another_answer_is_sent(stocked, ada):
    stocked("TEA-1", units=5)
    order = post(ada).json()
    path = f"/api/v1/orders/{order['id']}"
    tag = ada.get(path)["ETag"]
    ada.post(f"{path}/cancel")

    answer = ada.get(path, headers={"If-None-Match": tag})

    assert answer.status_code == 200
    assert answer.json()["state"] == "cancelled"


def test_nobody_between_keeps_what_is_somebodys(ada):
    assert ada.get("/api/v1/orders")["Cache-Control"] == "private, no-cache"


def test_a_refusal_is_nothing_to_keep(ada):
    refused = ada.get(f"/api/v1/orders/{new_id()}")

    assert refused.status_code == 404
    assert "ETag" not in refused
