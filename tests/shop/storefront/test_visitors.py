"""Two people who share a browser are two customers."""

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.accounts.services import erase_user, register_user, verify_email
from apps.inventory.services import adjust_stock
from apps.orders.models import CartLine, Order
from shop.events.accounts import EmailVerificationRequested
from shop.events.base import ERASED
from shop.events.orders import OrderPlaced
from shop.kernel.identity import new_id
from shop.storefront.visitors import customers_of, give_guest_up
from tests.factories.accounts import ErasureRequestFactory
from tests.shop.storefront.reader import Page
from tests.shop.storefront.shelf import ADDRESS

pytestmark = pytest.mark.django_db

PASSWORD = "seven tins of tea"  # noqa: S105 - of nobody


@pytest.fixture
def ada(db) -> User:
    return register_user(name="Ada Lovelace", email="ada@example.com", password=PASSWORD)


def sign_in(client) -> None:
    client.post("/account/sign-in", {"email": "ada@example.com", "password": PASSWORD})


def buy(client, choose, **typed: str) -> Order:
    client.post("/checkout", {**choose(), **typed})
    return Order.objects.latest("placed_at")


def test_each_order_of_a_guest_is_a_customers_of_its_own(client, choose):
    orders = [buy(client, choose) for _ in range(2)]

    page = Page(client.get("/orders"))

    assert orders[0].customer_id != orders[1].customer_id
    assert {f"/orders/{order.number}" for order in orders} <= set(page.links)


def test_forgetting_one_of_two_who_share_a_browser_leaves_the_other(
    client, choose, ada, published, deliver
):
    adas = buy(client, choose, email="ada@example.com", name="Ada Lovelace")
    bobs = buy(client, choose, email="bob@example.com", name="Bob Hopper")
    Order.objects.update(state="cancelled", cancel_reason="requested")
    token = published(EmailVerificationRequested)[0].token
    verify_email(customer_id=ada.customer_id, secret=token)
    deliver("orders", "accounts")

    ErasureRequestFactory(user=ada)
    erase_user(customer_id=ada.customer_id)
    deliver("orders", "accounts")

    rows = {order.number: order.name for order in Order.objects.all()}
    told = {event.number: event.delivery_address.name for event in published(OrderPlaced)}
    assert rows == {adas.number: ERASED, bobs.number: "Bob Hopper"}
    assert told == rows


def test_a_button_pressed_again_after_the_order_leads_to_it_whatever_was_chosen_since(
    client, choose, put_in
):
    form = choose()
    first = client.post("/checkout", form)
    put_in("TEA-100")

    again = client.post("/checkout", form)

    assert again["Location"] == first["Location"]
    assert Order.objects.count() == 1
    assert "Darjeeling" in Page(client.get("/cart")).text


def test_a_button_pressed_before_and_after_signing_in_is_one_order(client, choose, ada):
    form = choose()
    first = client.post("/checkout", form)
    sign_in(client)

    again = client.post("/checkout", form)

    assert again["Location"] == first["Location"]
    assert Order.objects.get().customer_id != ada.customer_id


def test_a_guest_whose_order_was_rejected_keeps_the_cart(client, choose, tea):
    form = choose("TEA-250", quantity=9)
    adjust_stock(sku="TEA-250", warehouse="north", delta=-6, reason="breakage")
    rejected = client.post("/checkout", form)["Location"]

    page = Page(client.post(rejected, follow=True))
    client.post("/checkout", {**page.form("/checkout"), **ADDRESS})

    first, second = Order.objects.order_by("placed_at")
    assert (first.state, second.state) == ("rejected", "pending_payment")
    assert first.customer_id == second.customer_id


def test_who_signs_in_after_a_shortage_takes_what_is_there_into_the_members_cart(
    client, choose, tea, ada
):
    form = choose("TEA-250", quantity=9)
    adjust_stock(sku="TEA-250", warehouse="north", delta=-6, reason="breakage")
    rejected = client.post("/checkout", form)["Location"]
    sign_in(client)

    client.post(rejected)

    carts = CartLine.objects.values_list("cart__customer_id", "sku", "quantity")
    assert list(carts) == [(ada.customer_id, "TEA-250", 4)]


def test_the_cart_of_a_stranger_is_not_ordered(client, choose, tea):
    form = choose()
    stranger = Client()
    page = Page(stranger.get("/p/darjeeling?sku=TEA-100"))
    stranger.post("/cart/add", {**page.form("/cart/add"), "quantity": 1})

    answer = stranger.post("/checkout", form)

    assert answer["Location"] == "/cart"
    assert not Order.objects.exists()


def test_what_a_guest_bought_stays_to_be_seen_when_he_signs_in_but_not_when_he_signs_out(
    client, choose, ada
):
    order = buy(client, choose)
    sign_in(client)

    signed_in = client.get(f"/orders/{order.number}").status_code
    client.post("/account/sign-out")

    assert signed_in == 200
    assert client.get(f"/orders/{order.number}").status_code == 404


def test_the_session_remembers_the_latest_guests_only(client, rf):
    request = rf.get("/")
    request.session = client.session
    request.user = User()
    guests = [new_id() for _ in range(22)]
    for guest in guests:
        request.session["guest_customer_id"] = str(guest)
        give_guest_up(request, guest)

    assert customers_of(request)[1:] == list(reversed(guests))[:20]
