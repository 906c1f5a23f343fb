import pytest
from django.test import Client

from apps.orders.models import Order
from apps.orders.services import stop_order
from apps.payments.models import PaymentAttempt
from tests.shop.storefront.reader import Page

pytestmark = pytest.mark.django_db

TOKEN = "tok_4242424242424242"  # noqa: S105 - the sandbox's test card


def returned(client: Client, order: Order, *, token: str = TOKEN, follow: bool = False):
    return client.get(f"/orders/{order.number}/card-returned", {"token": token}, follow=follow)


def test_the_card_page_sends_the_buyer_back_to_the_host_he_came_from(client, bought):
    page = Page(client.get(f"/orders/{bought.number}/pay", headers={"host": "localhost"}))

    (card_page,) = [link for link in page.links if "/gateway/card" in link]
    assert f"return_url=http%3A%2F%2Flocalhost%2Forders%2F{bought.number}" in card_page


def test_back_with_a_token_the_gateway_is_asked_for_the_money(client, bought):
    page = Page(returned(client, bought, follow=True))

    assert PaymentAttempt.objects.get().token == TOKEN
    assert "Your payment is being checked" in page.text


def test_reloading_the_way_back_asks_once(client, bought):
    returned(client, bought)
    returned(client, bought)

    assert PaymentAttempt.objects.count() == 1


def test_another_card_is_another_attempt(client, bought):
    returned(client, bought)
    returned(client, bought, token="tok_4000000000000002")

    assert PaymentAttempt.objects.count() == 2


@pytest.mark.parametrize("token", ["", "\x00", "a b", "x" * 201, "☃"])
def test_a_token_that_is_none_asks_nobody(client, bought, token):
    response = returned(client, bought, token=token)

    assert response["Location"] == f"/orders/{bought.number}"
    assert not PaymentAttempt.objects.exists()


def test_a_cancelled_order_cannot_be_paid(client, bought):
    stop_order(order_id=bought.id)

    pay = client.get(f"/orders/{bought.number}/pay")
    back = returned(client, bought)

    assert pay["Location"] == back["Location"] == f"/orders/{bought.number}"
    assert not PaymentAttempt.objects.exists()


def test_somebody_elses_order_cannot_be_paid(client, bought):
    stranger = Client()

    assert stranger.get(f"/orders/{bought.number}/pay").status_code == 404
    assert returned(stranger, bought).status_code == 404
    assert not PaymentAttempt.objects.exists()


def test_a_payment_under_way_is_not_paid_again(client, bought):
    returned(client, bought)

    response = client.get(f"/orders/{bought.number}/pay")

    assert response["Location"] == f"/orders/{bought.number}"
