import json
import re
from datetime import timedelta

import pytest
from django.test import Client

from apps.orders.models import Order, OrderState
from apps.orders.services import stop_order
from shop.events.orders import OrderLinkAsked
from shop.kernel import clock
from shop.kernel.context import acting_as
from shop.kernel.order_tokens import order_token
from tests.factories.orders import OrderFactory
from tests.shop.storefront.reader import Page

pytestmark = pytest.mark.django_db


def cancelling(client, order):
    """The form behind the button of the order's page."""
    return Page(client.get(f"/orders/{order.number}")).form(f"/orders/{order.number}/cancel")


def test_an_order_waits_for_its_payment_and_says_until_when(client, bought):
    page = Page(client.get(f"/orders/{bought.number}"))

    assert "Waiting for your payment Everything is kept for you until" in page.text
    assert f"/orders/{bought.number}/pay" in page.links
    assert "Nothing is charged" in page.text
    assert "Lindenufer 12 10439 Berlin Germany" in page.text


def test_an_open_order_goes_on_without_scripts_until_all_is_over(client, bought):
    waiting = client.get(f"/orders/{bought.number}").content
    client.post(f"/orders/{bought.number}/cancel", cancelling(client, bought))
    over = client.get(f"/orders/{bought.number}").content

    assert b'<noscript><meta http-equiv="refresh"' in waiting
    assert b"http-equiv" not in over


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
    form = cancelling(client, bought)

    page = Page(client.post(f"/orders/{bought.number}/cancel", form, follow=True))

    assert "This order was cancelled You asked for it. Nothing was charged." in page.text
    assert Order.objects.get().cancel_reason == "requested"


def test_cancelling_too_late_says_so(client, bought):
    form = cancelling(client, bought)
    stop_order(order_id=bought.id)

    page = Page(client.post(f"/orders/{bought.number}/cancel", form, follow=True))

    assert "It is too late to cancel" in page.text


def test_the_second_click_on_cancel_is_not_too_late(client, bought):
    form = cancelling(client, bought)

    first, second = (
        Page(client.post(f"/orders/{bought.number}/cancel", form, follow=True)) for _ in range(2)
    )

    assert "too late" not in second.text
    assert second.text == first.text


def test_a_button_without_a_key_of_its_page_changes_nothing(client, bought):
    page = Page(client.post(f"/orders/{bought.number}/cancel", follow=True))

    assert "press the button once more" in page.text
    assert Order.objects.get().state == OrderState.PENDING_PAYMENT


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


def numbers_on(page):
    return re.findall(r"/orders/([0-9A-Z]+-[0-9A-Z]+)", " ".join(page.links))


def test_my_orders_go_on_on_the_next_page(client, bought):
    for _ in range(20):
        OrderFactory(customer_id=bought.customer_id)

    first, second = Page(client.get("/orders")), Page(client.get("/orders?page=2"))

    assert len(numbers_on(first)) == 20
    assert numbers_on(second) == [bought.number]


def test_a_visitor_without_orders_is_shown_the_way(client, db):
    assert "There is no order yet" in Page(client.get("/orders")).text


def token_of(order):
    return order_token(customer_id=order.customer_id, order_id=order.id)


def test_the_link_of_a_mail_opens_the_order_and_its_token_leaves_the_address(client, bought):
    guest = Client()

    response = guest.get(f"/orders/{bought.number}?token={token_of(bought)}")

    assert response["Location"] == f"/orders/{bought.number}"
    assert response["Referrer-Policy"] == "no-referrer"
    assert guest.get(f"/orders/{bought.number}").status_code == 200
    assert guest.get(f"/orders/{bought.number}/state").status_code == 200
    form = cancelling(guest, bought)
    assert guest.post(f"/orders/{bought.number}/cancel", form).status_code == 302
    assert Order.objects.get().state == OrderState.CANCELLED


def test_number_and_code_find_an_order_too(client, bought):
    guest = Client()
    typed = {"number": bought.number.lower(), "code": token_of(bought)}

    response = guest.post("/orders/find", typed)

    assert response["Location"] == f"/orders/{bought.number}"
    assert guest.get(f"/orders/{bought.number}").status_code == 200


def test_a_lost_link_is_promised_to_everybody_and_mailed_to_the_buyer(client, bought, published):
    guest = Client()
    assert "/orders/find/link" in Page(guest.get("/orders/find")).links

    ours = {"number": bought.number, "email": bought.email}
    nobodys = {"number": "AAAAA-AAAAA", "email": bought.email}
    answers = [guest.post("/orders/find/link", typed, follow=True) for typed in (ours, nobodys)]

    said = [Page(answer).text for answer in answers]
    assert said[0] == said[1]
    assert "its link is on the way to you" in said[0]
    assert [event.found for event in published(OrderLinkAsked)] == [bought.id, None]


def test_a_link_can_be_asked_for_only_so_often(client, bought, settings):
    settings.RATE_LIMITS = True
    typed = {"number": bought.number, "email": f"{bought.id}@example.com"}

    answers = [client.post("/orders/find/link", typed) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 422]
    assert "tried too often" in Page(answers[-1]).text


@pytest.mark.parametrize("code", ["", "wrong", "\x00", "x" * 5000, "☃"])
def test_a_wrong_code_opens_nothing_whichever_order_it_is_for(client, bought, code):
    guest = Client()

    ours = guest.post("/orders/find", {"number": bought.number, "code": code})
    nobodys = guest.post("/orders/find", {"number": "AAAAA-AAAAA", "code": code})

    assert ours.status_code == nobodys.status_code == 422
    assert guest.get(f"/orders/{bought.number}", {"token": code}).status_code == 404
    assert guest.get(f"/orders/{bought.number}").status_code == 404


def test_one_link_opens_no_other_order_of_the_same_buyer(client, bought):
    guest = Client()
    guest.get(f"/orders/{bought.number}?token={token_of(bought)}")
    other = OrderFactory(customer_id=bought.customer_id)

    assert guest.get(f"/orders/{other.number}").status_code == 404
    assert f"/orders/{bought.number}" not in Page(guest.get("/orders")).links


def test_everything_that_happened_stands_on_the_page(client, bought, deliver):
    deliver()

    page = Page(client.get(f"/orders/{bought.number}"))

    assert "Everything that happened" in page.text
    assert "Reload this page in a moment" not in page.text


def test_the_timeline_says_who_did_it_and_why(client, bought, deliver):
    client.post(f"/orders/{bought.number}/cancel", cancelling(client, bought))
    deliver()

    told = Page(client.get(f"/orders/{bought.number}")).text

    assert f"Order {bought.number} was placed. by you" in told
    assert "The order was cancelled: requested. by you" in told
    assert "for sale again: cancelled. because: The order was cancelled: requested." in told


def test_what_staff_did_was_done_by_the_shop(client, bought, deliver):
    with acting_as("staff:7"):
        stop_order(order_id=bought.id)
    deliver()

    told = Page(client.get(f"/orders/{bought.number}")).text

    assert "The order was cancelled: requested. by the shop" in told


def test_an_orders_page_needs_a_fixed_number_of_statements(
    client, bought, deliver, django_assert_max_num_queries
):
    deliver()

    with django_assert_max_num_queries(16):
        client.get(f"/orders/{bought.number}")


def test_the_buyer_reads_how_the_total_came_about(client, bought):
    link = f"/orders/{bought.number}/price"
    assert link in Page(client.get(f"/orders/{bought.number}")).links

    page = Page(client.get(link))

    assert "How the total came about" in page.text
    assert "Darjeeling (250 g) 1 x 12.50, listed. €12.50 Total €12.50" in page.text
    assert "of which tax: Darjeeling (250 g) DE reduced 7 %, rounded by line." in page.text
    assert Client().get(link).status_code == 404
