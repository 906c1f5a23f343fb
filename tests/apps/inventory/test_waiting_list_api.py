from datetime import timedelta
from uuid import UUID

import jwt
import pytest
from django.conf import settings
from django.test import Client

from apps.inventory.services import receive_stock
from shop.kernel import clock
from tests.apps.inventory.story import place_order
from tests.factories.inventory import StockFactory

pytestmark = pytest.mark.django_db

LINE = "/api/v1/waiting-list/TEA"


def caller(customer: int) -> Client:
    claims = {
        "sub": str(UUID(int=customer)),
        "token_type": "access",
        "exp": clock.now() + timedelta(minutes=5),
    }
    token = jwt.encode(claims, settings.JWT_SECRET, algorithm="HS256")
    return Client(headers={"Authorization": f"Bearer {token}"})


@pytest.fixture(autouse=True)
def _sold_out():
    StockFactory(sku="TEA", on_hand=1)
    place_order(("TEA", 1))


def test_who_joins_sees_how_many_are_ahead_and_joins_once():
    ada, bob = caller(1), caller(2)

    first, again, second = ada.put(LINE), ada.put(LINE), bob.put(LINE)

    assert [it.status_code for it in (first, again, second)] == [200, 200, 200]
    assert first.json() == again.json() == {"sku": "TEA", "ahead": 0, "offered_until": None}
    assert second.json()["ahead"] == 1


def test_who_is_offered_a_unit_sees_until_when():
    ada = caller(1)
    ada.put(LINE)

    receive_stock(sku="TEA", warehouse="MAIN", quantity=1)

    assert ada.get(LINE).json()["offered_until"] is not None


def test_who_left_is_not_in_line():
    ada = caller(1)
    ada.put(LINE)

    assert ada.delete(LINE).status_code == 204
    assert ada.get(LINE).status_code == 404
    assert ada.delete(LINE).json()["detail"] == "You do not wait for this."


def test_nobody_waits_for_what_can_be_bought():
    receive_stock(sku="TEA", warehouse="MAIN", quantity=1)

    answer = caller(1).put(LINE)

    assert answer.status_code == 409
    assert "can be ordered now" in answer.json()["detail"]


@pytest.mark.parametrize("sku", ["UNKNOWN", "%00", "A" * 3000])
@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_what_is_not_stocked_is_not_found(method, sku):
    answer = getattr(caller(1), method)(f"/api/v1/waiting-list/{sku}")

    assert answer.status_code == 404


def test_strangers_do_not_stand_in_line(client):
    assert client.put(LINE).status_code == 401
