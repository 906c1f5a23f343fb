import json
from datetime import timedelta

import pytest
from django.test import Client

from apps.orders.models import Order, OrderState
from apps.orders.services import stop_order
from shop.kernel import clock
from tests.factories.orders import OrderFactory
from tests.shop.storefront.reader import Page

pytestmark = pytest.mark.django_db


def test_an_order_waits_for_its_payment_and_says_until_when(client, bought):
    page = Page(client.get(f"/orders/{bought.number}"))

    assert "Waiting for your payment Everything is kept for you until" in page.text
    assert f"/orders/{bought.number}/pay" in page.links
    assert "Nothing is charged" in page.text
    assert "Lindenufer 12 10439 Berlin Germany" in page.text


def test_an_order_number_may_be_typed_in_small_letters(client, bought):
    assert client.get(f"/orders/{bought.number.lower()}").status_code == 200


@pytest.mark.parametrize("page", ["", "/state", "/pay", "/card-returned?token=t"])
def test_a_strangers_order_is_not_found(client, bought, page):
    assert Client().get(f"/orders/{bought.number}{page}").status_code == 404


def test_a_stranger_cannot_cancel(client, bought):
    response = Client().post(f"/orders/{bought.number}/cancel")

    assert response.status_code == 404
    assert Order.objects.get().state == OrderState.PENDING_PAYMENT


@pytest.mark.parametrize("number", ["AAAAA-AAAAA", "%00", "A-A", "x" * 300, "☃-☃", "1-2-3"])
def test_a_number_that_no_order_has_is_not_found(client, bought, number):
    assert client.get(f"/orders/{number}").status_code == 404


def test_cancelling_ends_the_order_and_says_what_became_of_the_money(client, bought):
    page = Page(client.post(f"/orders/{bought.number}/cancel", follow=True))

    assert "This order was cancelled You asked for it. Nothing was charged." in page.text
    assert Order.objects.get().cancel_reason == "requested"


def test_cancelling_too_late_says_so(client, bought):
    stop_order(order_id=bought.id)

    page = Page(client.post(f"/orders/{bought.number}/cancel", follow=True))

    assert "It is too late to cancel" in page.text


def test_cancelling_needs_the_forms_own_token(bought, client):
    suspicious = Client(enforce_csrf_checks=True)
    suspicious.cookies = client.cookies

    response = suspicious.post(f"/orders/{bought.number}/cancel")

    assert response.status_code == 403
    assert "open for too long" in response.content.decode()
    assert Order.objects.get().state == OrderState.PENDING_PAYMENT


def test_the_state_tells_all_that_the_page_shows_and_nothing_personal(client, bought):
    response = client.get(f"/orders/{bought.number}/state")

    state = response.json()
    assert (state["headline"], state["can_pay"]) == ("Waiting for your payment", True)
    assert [step["state"] for step in state["steps"]] == ["done", "current"] + ["waiting"] * 3
    assert not any(word in json.dumps(state) for word in ("Ada", "Lindenufer", "example.com"))
    assert "no-store" in response["Cache-Control"]


def test_after_its_time_an_order_offers_no_payment(client, bought):
    Order.objects.update(pay_by=clock.now() - timedelta(seconds=1))

    page = Page(client.get(f"/orders/{bought.number}"))

    assert "The time to pay is over" in page.text


def test_my_orders_are_listed_and_lead_to_their_pages(client, bought):
    page = Page(client.get("/orders"))

    assert f"/orders/{bought.number}" in page.links
    assert "To be paid" in page.text
    assert f"/orders/{bought.number}" not in Page(Client().get("/orders")).links


def test_my_orders_go_on_on_the_next_page(client, bought):
    for _ in range(20):
        OrderFactory(customer_id=bought.customer_id)

    first, second = Page(client.get("/orders")), Page(client.get("/orders?page=2"))

    assert len([link for link in first.links if link.startswith("/orders/")]) == 20
    assert [link for link in second.links if link.startswith("/orders/")] == [
        f"/orders/{bought.number}"
    ]


def test_a_visitor_without_orders_is_shown_the_way(client, db):
    assert "There is no order yet" in Page(client.get("/orders")).text
