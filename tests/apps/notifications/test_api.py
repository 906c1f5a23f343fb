from datetime import timedelta
from uuid import UUID

import jwt
import pytest
from django.conf import settings
from django.test import Client

from shop.kernel import clock
from tests.factories.notifications import ContactFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("apps.notifications.urls")]

ADA = UUID(int=1)
ADDRESS = "/api/v1/me/phone-channel"


@pytest.fixture
def ada() -> Client:
    expiry = clock.now() + timedelta(minutes=5)
    claims = {"sub": str(ADA), "token_type": "access", "exp": expiry}
    token = jwt.encode(claims, settings.JWT_SECRET, algorithm="HS256")
    return Client(headers={"Authorization": f"Bearer {token}"})


def choose(client, channel):
    return client.put(ADDRESS, {"phone_channel": channel}, content_type="application/json")


def test_a_customer_sees_and_changes_where_short_news_go(ada):
    ContactFactory(customer_id=ADA, phone="+442071234567")

    before = ada.get(ADDRESS).json()
    answer = choose(ada, "whatsapp")

    assert before == {"phone_channel": "sms", "offered": ["sms", "whatsapp"]}
    assert (answer.status_code, answer.json()["phone_channel"]) == (200, "whatsapp")
    assert ada.get(ADDRESS).json()["phone_channel"] == "whatsapp"


def test_everybody_chooses_for_themselves_only(ada):
    ContactFactory(customer_id=ADA)
    other = ContactFactory()

    choose(ada, "")

    other.refresh_from_db()
    assert other.phone_channel == "sms"


def test_a_channel_that_is_not_offered_is_refused_with_what_is(ada):
    ContactFactory(customer_id=ADA)

    answer = choose(ada, "pigeon")

    assert answer.status_code == 422
    assert "sms, whatsapp" in answer.json()["detail"]


def test_somebody_of_whom_nothing_is_known_yet_is_asked_to_wait(ada):
    assert choose(ada, "sms").status_code == 404
    assert ada.get(ADDRESS).json()["phone_channel"] == ""


def test_strangers_have_to_log_in():
    assert Client().get(ADDRESS).status_code == 401
    assert choose(Client(), "sms").status_code == 401
