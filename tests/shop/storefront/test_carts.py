from decimal import Decimal

import pytest
from django.test import Client

from apps.catalog.services import change_price, withdraw_product
from apps.inventory.services import adjust_stock
from apps.orders.models import CartLine
from apps.orders.services import Condition, Reward, make_voucher, start_promotion
from tests.shop.storefront.reader import Page
from tests.shop.storefront.shelf import sell

pytestmark = pytest.mark.django_db


def in_cart():
    return dict(CartLine.objects.values_list("sku", "quantity"))


def change(client, sku, quantity):
    form = Page(client.get("/cart")).form("/cart/change", sku=sku)
    return client.post("/cart/change", {**form, "quantity": quantity}, follow=True)


def test_what_is_put_in_is_confirmed_on_the_products_page_and_counted_on_every_page(client, put_in):
    response = put_in("TEA-250", quantity=2, follow=True)

    assert response.redirect_chain == [("/p/darjeeling?sku=TEA-250", 302)]
    assert "Darjeeling (250 g) is in your cart. Go to the cart" in Page(response).text
    assert "Cart 2 things in it" in Page(client.get("/")).text.replace("2 2", "2")
    assert in_cart() == {"TEA-250": 2}


def test_a_script_is_told_on_the_spot_and_gets_a_new_key(client, put_in):
    first = put_in("TEA-250", headers={"HX-Request": "true"})
    page = Page(first)

    assert first.status_code == 200
    assert "Darjeeling (250 g) is in your cart." in page.text
    assert 'id="basket" href="/cart" hx-swap-oob="true"' in first.content.decode()
    assert 'id="add-key" hidden hx-swap-oob="true"' in first.content.decode()


def test_the_same_click_twice_puts_it_in_once(client, tea):
    form = Page(client.get("/p/darjeeling?sku=TEA-250")).form("/cart/add")

    client.post("/cart/add", form)
    client.post("/cart/add", form)

    assert in_cart() == {"TEA-250": 1}


def test_a_page_that_was_gone_back_to_may_put_in_something_else(client, tea):
    form = Page(client.get("/p/darjeeling?sku=TEA-250")).form("/cart/add")

    client.post("/cart/add", form)
    client.post("/cart/add", {**form, "quantity": 3})

    assert in_cart() == {"TEA-250": 4}


@pytest.mark.parametrize("quantity", ["0", "-1", "10001", "9" * 5000, "1.5", "", "x", "\x00", "²"])
def test_a_quantity_that_nobody_can_mean_is_not_taken(client, put_in, quantity):
    response = put_in(quantity=quantity, follow=True)

    assert 'class="notice notice--warning"' in response.content.decode()
    assert in_cart() == {}


def test_more_than_is_there_is_said_at_once(client, put_in):
    assert "Only 10 left." in Page(put_in(quantity=11, follow=True)).text


@pytest.mark.parametrize("sku", ["NO-SUCH", "", "\x00", "x" * 3000, "☃"])
def test_what_was_never_sold_is_gone(client, tea, sku):
    response = client.post("/cart/add", {"sku": sku, "quantity": 1, "key": "k"})

    assert response.status_code == 404
    assert "No longer for sale" in Page(response).text


def test_an_empty_cart_leads_back_to_the_shop(client, db):
    page = Page(client.get("/cart"))

    assert "There is nothing in it yet." in page.text
    assert client.get("/checkout")["Location"] == "/cart"


def test_the_cart_says_what_it_comes_to(client, put_in):
    put_in("TEA-100", quantity=2)
    put_in("TEA-250")

    page = Page(client.get("/cart"))

    assert "So far, including tax €26.30" in page.text
    assert "/p/darjeeling?sku=TEA-100" in page.links
    assert "/checkout" in page.links


def test_another_quantity_is_taken_and_nothing_takes_it_out(client, put_in):
    put_in("TEA-100")
    put_in("TEA-250")

    change(client, "TEA-100", 4)
    change(client, "TEA-250", 0)

    assert in_cart() == {"TEA-100": 4}


def test_a_change_that_arrives_late_again_undoes_nothing(client, put_in):
    put_in("TEA-100")
    form = Page(client.get("/cart")).form("/cart/change", sku="TEA-100")
    client.post("/cart/change", {**form, "quantity": 2})
    change(client, "TEA-100", 5)

    client.post("/cart/change", {**form, "quantity": 2})

    assert in_cart() == {"TEA-100": 5}


@pytest.mark.parametrize("quantity", ["-1", "10001", "x", "", "\x00"])
def test_a_change_to_nothing_sensible_changes_nothing(client, put_in, quantity):
    put_in("TEA-100")

    page = change(client, "TEA-100", quantity)

    assert 'class="notice notice--warning"' in page.content.decode()
    assert in_cart() == {"TEA-100": 1}


def test_a_new_price_is_shown_beside_the_one_that_was_seen(client, put_in):
    put_in("TEA-250")
    change_price(stock_code="TEA-250", price=Decimal("13.00"))

    page = Page(client.get("/cart"))

    assert "€13.00 each The price has changed: it was €12.50 when you put it in." in page.text


def test_what_is_no_longer_sold_can_only_be_taken_out(client, put_in, tea):
    put_in("TEA-250")
    withdraw_product(product_id=tea.id)

    page = Page(client.get("/cart"))

    assert "No longer for sale" in page.text
    assert "/checkout" not in page.links
    change(client, "TEA-250", 0)
    assert in_cart() == {}


def test_what_was_bought_by_others_meanwhile_is_marked(client, put_in):
    put_in("TEA-100", quantity=9)
    adjust_stock(sku="TEA-100", warehouse="north", delta=-6, reason="counted")

    page = Page(client.get("/cart"))

    assert "Only 4 left" in page.text
    assert "/checkout" not in page.links


def test_nobody_sees_or_changes_the_cart_of_somebody_else(client, put_in):
    put_in("TEA-100")
    stranger = Client()

    stranger.post("/cart/change", {"sku": "TEA-100", "quantity": 0, "key": "k"})

    assert "nothing in it yet" in Page(stranger.get("/cart")).text
    assert in_cart() == {"TEA-100": 1}


def test_more_lines_need_no_more_statements(client, put_in, django_assert_max_num_queries):
    put_in("TEA-100")
    put_in("TEA-250")
    for number in range(6):
        sell(f"tea-{number}", prices={f"TEA-{number}": "5.00"})
        form = Page(client.get(f"/p/tea-{number}")).form("/cart/add")
        client.post("/cart/add", form)

    with django_assert_max_num_queries(12):
        client.get("/cart")


def test_a_voucher_is_used_and_taken_out_on_the_page_of_the_cart(client, put_in):
    put_in("TEA-250", quantity=2)
    sale = start_promotion(
        name="Autumn",
        reward=Reward(kind="percentage", percent=Decimal("0.10")),
        condition=Condition(needs_voucher=True),
    )
    make_voucher(code="AUTUMN-10", promotion_id=sale.pk)

    form = Page(client.get("/cart")).form("/cart/voucher")
    used = client.post("/cart/voucher", {**form, "code": "autumn-10"}, follow=True)
    form = Page(used).form("/cart/voucher")
    without = client.post("/cart/voucher", form, follow=True)

    assert "Voucher AUTUMN-10: what it takes off is on the next page." in Page(used).text
    assert "AUTUMN-10" not in Page(without).text


def test_a_voucher_that_cannot_be_used_says_why(client, put_in):
    put_in("TEA-250")
    form = Page(client.get("/cart")).form("/cart/voucher")

    answer = client.post("/cart/voucher", {**form, "code": "NO-SUCH"}, follow=True)

    assert "Voucher NO-SUCH is not valid, or not any more." in Page(answer).text
