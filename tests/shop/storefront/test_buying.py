from decimal import Decimal

import pytest

from apps.catalog.services import change_price, withdraw_product
from apps.orders.models import Order
from tests.shop.storefront.reader import Page
from tests.shop.storefront.shelf import ADDRESS, stock

pytestmark = pytest.mark.django_db


def test_the_whole_way_to_the_gateway_needs_links_and_forms_only(client, tea):
    product = Page(client.get("/p/darjeeling?sku=TEA-250"))
    checkout = client.post("/buy", {**product.form("/buy"), "quantity": "2"}, follow=True)
    form = {**Page(checkout).form("/checkout"), **ADDRESS}
    pay = client.post("/checkout", form, follow=True)

    order = Order.objects.get()
    assert pay.redirect_chain == [(f"/orders/{order.number}/pay", 302)]
    assert (order.total, order.email, order.city) == (25, "ada@example.com", "Berlin")
    (card_page,) = [link for link in Page(pay).links if "/gateway/card" in link]
    assert f"amount=25.00&currency=EUR&reference={order.number}&return_url=http" in card_page


@pytest.mark.parametrize("field", ["email", "name", "line1", "postal_code", "city", "country"])
def test_what_is_missing_is_said_beside_its_field(client, choose, field):
    response = client.post("/checkout", {**choose(), field: ""})

    assert response.status_code == 422
    assert f'id="id_{field}_error"' in response.content.decode()
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "ada"),
        ("email", "a" * 300 + "@example.com"),
        ("name", "Ada\x00"),
        ("name", "Ada\nLovelace"),
        ("city", "x" * 201),
        ("postal_code", "1" * 21),
        ("country", "XX"),
        ("country", "\x00"),
    ],
)
def test_what_cannot_be_is_refused_and_the_rest_is_kept(client, choose, field, value):
    response = client.post("/checkout", {**choose(), field: value})

    assert response.status_code == 422
    assert "Lindenufer 12" in response.content.decode()
    assert not Order.objects.exists()


@pytest.mark.parametrize("name", ["Ada 🧁 Lovelace", "עדה", "O'Hara <b>&amp;"])
def test_names_are_taken_as_they_are(client, choose, name):
    client.post("/checkout", {**choose(), "name": name})

    assert Order.objects.get().name == name


@pytest.mark.parametrize("quantity", ["0", "-1", "10001", "9" * 5000, "1.5", "", "x", "\x00", "²"])
def test_a_quantity_that_nobody_can_mean_shows_the_product_again(client, tea, quantity):
    response = client.post("/buy", {"sku": "TEA-100", "quantity": quantity})

    assert response.status_code == 422
    assert 'id="id_quantity_error"' in response.content.decode()


def test_more_than_is_there_is_said_before_an_address_is_asked_for(client, tea):
    response = client.post("/buy", {"sku": "TEA-100", "quantity": 11})

    assert "Only 10 left." in Page(response).text


@pytest.mark.parametrize("sku", ["NO-SUCH", "", "\x00", "x" * 3000, "☃"])
def test_what_was_never_sold_is_gone(client, tea, sku):
    response = client.post("/buy", {"sku": sku, "quantity": 1})

    assert response.status_code == 404
    assert "No longer for sale" in Page(response).text


def test_the_same_form_twice_is_one_order(client, choose):
    form = choose()

    first, second = client.post("/checkout", form), client.post("/checkout", form)

    assert first["Location"] == second["Location"]
    assert Order.objects.count() == 1


def test_a_form_that_was_changed_after_ordering_is_a_new_decision(client, choose):
    form = choose()
    client.post("/checkout", form)

    response = client.post("/checkout", {**form, "city": "Potsdam"})
    again = {**Page(response).form("/checkout")}

    assert response.status_code == 409
    assert "You ordered from this page before" in Page(response).text
    assert (again["city"], again["key"] != form["key"]) == ("Potsdam", True)
    assert Order.objects.count() == 1


def test_nobody_pays_another_price_than_the_page_showed(client, choose):
    form = choose("TEA-250", quantity=2)
    change_price(stock_code="TEA-250", price=Decimal("13.00"))

    response = client.post("/checkout", form)

    assert response.status_code == 409
    assert "The price has changed" in Page(response).text
    assert "€26.00" in Page(response).text
    assert not Order.objects.exists()
    client.post("/checkout", {**Page(response).form("/checkout"), **ADDRESS})
    assert Order.objects.get().total == 26


def test_what_was_withdrawn_between_two_pages_is_gone(client, tea, choose):
    form = choose()
    withdraw_product(product_id=tea.id)

    response = client.post("/checkout", form)

    assert response.status_code == 404
    assert not Order.objects.exists()
    assert client.get("/checkout").status_code == 404


def test_somebody_was_faster(client, choose, tea):
    form = choose("TEA-100", quantity=9)
    client.post("/checkout", {**choose("TEA-100", quantity=4), "name": "Bea"})

    response = client.post("/checkout", form, follow=True)
    page = Page(response)

    assert "Somebody was faster" in page.text
    assert "Darjeeling (100 g) 9 \N{MULTIPLICATION SIGN} €6.90 only 6 left" in page.text
    assert "Nothing was charged" in page.text


def test_a_session_that_was_lost_still_orders_what_the_page_showed(client, choose):
    form = choose("TEA-250", quantity=3)
    client.cookies.clear()

    client.post("/checkout", form)

    assert Order.objects.get().lines.get().quantity == 3


@pytest.mark.parametrize("field", ["sku", "quantity", "total", "key"])
@pytest.mark.parametrize("value", ["", "\x00", "x" * 5000, "9" * 5000])
def test_hidden_fields_that_no_page_sent_order_nothing(client, choose, field, value):
    response = client.post("/checkout", {**choose(), field: value})

    assert response.status_code in {302, 404}
    assert not Order.objects.exists()


@pytest.mark.parametrize("total", ["0", "-5", "NaN", "Infinity", "12.49"])
def test_a_made_up_total_orders_nothing(client, choose, total):
    response = client.post("/checkout", {**choose(), "total": total})

    assert response.status_code in {302, 409}
    assert not Order.objects.exists()


def test_a_checkout_without_a_choice_says_so(client, db):
    assert "Nothing chosen yet" in Page(client.get("/checkout")).text
    assert client.post("/checkout", {}).status_code == 302


def test_the_next_order_needs_a_new_choice(client, bought):
    assert "Nothing chosen yet" in Page(client.get("/checkout")).text


def test_the_price_a_page_shows_is_what_its_order_costs(client, choose):
    stock("TEA-100", units=90)

    form = choose("TEA-100", quantity=99)
    client.post("/checkout", form)

    assert form["total"] == "683.10"
    assert str(Order.objects.get().total) == "683.100"
