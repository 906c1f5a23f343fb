"""What is sold out can be ordered where the shop lets buyers wait, and says for which day."""

from datetime import timedelta

import pytest

from apps.inventory.models import Waiting, WhenSoldOut
from apps.inventory.services import agree_on_terms, receive_stock
from apps.orders.models import CartLine, Order
from shop.kernel import clock
from shop.operations.listings import rebuild_all_listings
from shop.storefront.formats import day
from tests.apps.inventory.queues import let_wait
from tests.shop.storefront.reader import Page
from tests.shop.storefront.shelf import sell

pytestmark = pytest.mark.django_db

SOON = clock.now().date() + timedelta(days=9)


def rare_tea(*, units=0, when_sold_out=WhenSoldOut.BACKORDER, limit=None, available_from=SOON):
    sell("rare", prices={"RARE": "6.90"}, units=units)
    waiting = Waiting(when_sold_out=when_sold_out, limit=limit, available_from=available_from)
    agree_on_terms(sku="RARE", waiting=waiting)
    rebuild_all_listings()


def words(client, address="/p/rare"):
    return Page(client.get(address)).text


def put_in(client, quantity):
    form = Page(client.get("/p/rare")).form("/cart/add")
    return client.post("/cart/add", {**form, "quantity": quantity}, follow=True)


def test_a_backorder_says_for_which_day_it_is_promised(client):
    rare_tea()

    assert f"Sold out: ordered now, it is promised for {day(SOON)}" in words(client)
    assert "Order and wait" in words(client)
    assert "https://schema.org/BackOrder" in client.get("/p/rare").content.decode()
    assert "Sold out" not in words(client, "/c/tea")


def test_without_a_day_it_comes_as_soon_as_the_shop_has_it(client):
    rare_tea(available_from=None)

    assert "ordered now, it is promised as soon as we have it" in words(client)


def test_a_preorder_says_from_when_it_is_available(client):
    rare_tea(when_sold_out=WhenSoldOut.PREORDER)

    assert f"Preorder: available from {day(SOON)}" in words(client)
    assert "https://schema.org/PreOrder" in client.get("/p/rare").content.decode()


def test_what_nobody_can_wait_for_is_sold_out_as_ever(client):
    rare_tea(when_sold_out=WhenSoldOut.DENY)

    page = client.get("/p/rare").content.decode()
    assert "https://schema.org/OutOfStock" in page
    assert " disabled>Sold out</button>" in page


def test_what_is_there_is_shown_as_ever(client):
    rare_tea(units=2)

    assert "Only 2 left" in words(client)
    assert "Add to cart" in words(client)


def test_the_cart_says_what_has_to_be_waited_for(client):
    rare_tea(units=1)

    put_in(client, 3)

    assert CartLine.objects.get().quantity == 3
    assert f"1 of 3 here, the rest is promised for {day(SOON)}" in words(client, "/cart")
    assert "Go to checkout" in words(client, "/cart")


def test_more_than_the_limit_lets_wait_is_said_at_once(client):
    rare_tea(units=1, limit=2)

    response = put_in(client, 4)

    assert "Only 3 left." in Page(response).text
    assert not CartLine.objects.exists()


def test_a_sold_out_variant_that_can_be_waited_for_may_be_chosen(client):
    sell(
        "rare",
        prices={"RARE-1": "6.90", "RARE-2": "9.90"},
        units=0,
        options=("Size",),
        values={"RARE-1": ("small",), "RARE-2": ("big",)},
    )
    agree_on_terms(sku="RARE-2", waiting=Waiting(when_sold_out=WhenSoldOut.BACKORDER))
    rebuild_all_listings()

    assert "Order and wait" in words(client)


def test_the_product_page_follows_the_stock(client, deliver):
    rare_tea()
    assert "Order and wait" in words(client)

    receive_stock(sku="RARE", warehouse="north", quantity=20)
    deliver("catalog", "catalog_listings")

    assert "In stock" in words(client)


def test_the_order_page_says_what_is_here_and_when_the_rest_comes(client, choose):
    let_wait("TEA-100", available_from=SOON)
    form = choose("TEA-100", quantity=12)
    client.post("/checkout", form, follow=True)

    order = Order.objects.get()
    page = words(client, f"/orders/{order.number}")

    assert order.state == "pending_payment"
    assert f"10 of 12 here, the rest is promised for {day(SOON)}" in page
