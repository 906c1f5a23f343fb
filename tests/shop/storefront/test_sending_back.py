"""Buyers say on the page of their order what they send back."""

from datetime import timedelta

import pytest
from django.test import Client

from apps.orders.models import Order, OrderLine, Return
from shop.kernel import clock
from tests.factories.accounts import UserFactory
from tests.factories.orders import OrderFactory, OrderLineFactory
from tests.shop.storefront.reader import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def delivered() -> OrderLine:
    order = OrderFactory(state="delivered", customer_id=UserFactory().customer_id)
    return OrderLineFactory(order=order, quantity=2, shipped=2)


@pytest.fixture
def buyer(delivered) -> Client:
    client = Client()
    client.force_login(
        type(UserFactory.build()).objects.get(customer_id=delivered.order.customer_id)
    )
    return client


def address(order: Order) -> str:
    return f"/orders/{order.number}/return"


def form_of(buyer: Client, line: OrderLine) -> dict[str, str]:
    return Page(buyer.get(f"/orders/{line.order.number}")).form(address(line.order))


def test_units_are_sent_back_and_two_clicks_are_one(buyer, delivered):
    said = form_of(buyer, delivered) | {f"units_{delivered.id}": "1", "reason": "damaged"}

    for _ in range(2):
        assert buyer.post(address(delivered.order), said).status_code == 302

    asked = Return.objects.get()
    delivered.refresh_from_db()
    assert (asked.reason, delivered.returning) == ("damaged", 1)
    page = Page(buyer.get(f"/orders/{delivered.order.number}")).text
    assert "of 1" in page
    assert "1 to come back to us" in page


def test_another_wish_from_the_page_before_is_a_wish_of_its_own(buyer, delivered):
    OrderLine.objects.update(quantity=3, shipped=3)
    said = form_of(buyer, delivered) | {f"units_{delivered.id}": "1"}

    for reason in ("damaged", "wrong_item", "wrong_item"):
        buyer.post(address(delivered.order), said | {"reason": reason})

    reasons = Return.objects.order_by("id").values_list("reason", flat=True)
    assert list(reasons) == ["damaged", "wrong_item"]
    delivered.refresh_from_db()
    assert delivered.returning == 2


def test_what_came_back_is_said_beside_its_line(buyer, delivered):
    OrderLine.objects.update(shipped=1, returned=1)

    page = Page(buyer.get(f"/orders/{delivered.order.number}")).text

    assert "1 sent back" in page


@pytest.mark.parametrize(("units", "reason"), [("0", "damaged"), ("x", "damaged"), ("1", "mood")])
def test_what_says_nothing_sends_nothing_back(buyer, delivered, units, reason):
    said = form_of(buyer, delivered) | {f"units_{delivered.id}": units, "reason": reason}

    page = Page(buyer.post(address(delivered.order), said, follow=True))

    assert "Say how many" in page.text
    assert not Return.objects.exists()


def test_nothing_is_offered_before_the_delivery_or_long_after(buyer, delivered, settings):
    Order.objects.update(state="shipped")
    before = buyer.get(f"/orders/{delivered.order.number}").content.decode()
    Order.objects.update(state="delivered", moved_at=clock.now() - timedelta(days=31))
    after = buyer.get(f"/orders/{delivered.order.number}").content.decode()

    assert "Send something back" not in before + after


def test_a_stranger_sends_nothing_back(delivered):
    assert Client().post(address(delivered.order)).status_code == 404
