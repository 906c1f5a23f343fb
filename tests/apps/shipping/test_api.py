from datetime import timedelta
from uuid import UUID

import jwt
import pytest
from django.conf import settings
from django.test import Client

from shop.kernel import clock
from shop.kernel.identity import new_id
from tests.factories.shipping import ShipmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("apps.shipping.urls")]

ADA = UUID(int=1)


@pytest.fixture
def ada() -> Client:
    expiry = clock.now() + timedelta(minutes=5)
    claims = {"sub": str(ADA), "token_type": "access", "exp": expiry}
    token = jwt.encode(claims, settings.JWT_SECRET, algorithm="HS256")
    return Client(headers={"Authorization": f"Bearer {token}"})


def address(order_id: UUID) -> str:
    return f"/api/v1/shipments/{order_id}"


def test_a_customer_sees_where_the_parcel_is(ada):
    shipment = ShipmentFactory(customer_id=ADA, booked=True, tracking_number="TRACK-1")

    answer = ada.get(address(shipment.order_id))

    content = answer.json()
    assert answer.status_code == 200
    assert (content["state"], content["tracking_number"]) == ("booked", "TRACK-1")
    assert content["parcels"] == [{"sku": "MUG-BLUE", "quantity": 2}]
    assert content["dispatched_at"] is None
    assert "Ada Lovelace" not in answer.content.decode()


def test_somebody_elses_parcel_does_not_exist(ada):
    shipment = ShipmentFactory(customer_id=new_id())

    assert ada.get(address(shipment.order_id)).status_code == 404
    assert ada.get(address(new_id())).status_code == 404


def test_strangers_have_to_log_in():
    assert Client().get(address(new_id())).status_code == 401
