"""Staff decides about returns in the admin site."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from apps.orders.models import Return
from tests.apps.orders.test_returning import ask, credited, delivered, line_of
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Client:
    """Somebody who may take in what comes back."""
    user = UserFactory(is_staff=True)
    words = ("view_return", "change_return")
    user.user_permissions.set(Permission.objects.filter(codename__in=words))
    client = Client()
    client.force_login(user)
    return client


def page_of(asked: Return) -> str:
    return f"/admin/orders/return/{asked.id}/change/"


def say(clerk: Client, asked: Return, *, key: str = "1", **said: str):
    inline = {"lines-TOTAL_FORMS": "0", "lines-INITIAL_FORMS": "0"}
    return clerk.post(page_of(asked), {"key": key, **inline, **said})


def test_the_page_offers_what_was_asked_back(clerk):
    asked = ask(delivered(), 2)

    page = clerk.get(page_of(asked))

    assert "TEA-1 2" in page.content.decode()


def test_what_arrived_is_credited_and_two_clicks_are_one(clerk):
    order = delivered()
    asked = ask(order, 3)

    for _ in range(2):
        answer = say(clerk, asked, restocked="TEA-1 1", damaged="TEA-1 1")
        assert answer.status_code == 302

    line = line_of(order)
    assert (line.shipped, line.returned) == (1, 2)
    assert credited(order) == 2 * line.unit_price


def test_more_than_was_sent_back_is_refused_with_a_sentence(clerk):
    order = delivered()
    asked = ask(order, 2)

    for units in ("TEA-1 3", "MUG 1"):
        page = say(clerk, asked, restocked=units, key=units)
        assert "Not so many units were sent back" in page.content.decode()

    assert credited(order) == 0


def test_a_return_is_refused_for_a_reason(clerk):
    asked = ask(delivered(), 2)

    say(clerk, asked, refusal="used")

    asked.refresh_from_db()
    assert (asked.state, asked.refusal) == ("refused", "used")
    assert 'name="refusal"' not in clerk.get(page_of(asked)).content.decode()
