from decimal import Decimal

import pytest
from django.test import Client

from apps.accounts.models import SavedAddress
from apps.accounts.rules.contacts import TypedAddress
from apps.accounts.services import add_address, register_user
from apps.catalog.services import change_price, withdraw_product
from apps.orders.models import CartLine, Order, OrderState
from apps.orders.services import set_shipping_rate, set_shipping_zone, set_tax_rate
from shop.events.base import Money
from shop.kernel.identity import new_id
from tests.shop.storefront.reader import Page
from tests.shop.storefront.shelf import ADDRESS, stock

BERLIN = TypedAddress(**{name: text for name, text in ADDRESS.items() if name != "email"})

pytestmark = pytest.mark.django_db


def test_the_whole_way_to_the_pay_page_needs_links_and_forms_only(client, tea):
    product = Page(client.get("/p/darjeeling?sku=TEA-250"))
    client.post("/cart/add", {**product.form("/cart/add"), "quantity": "2"})
    assert "/checkout" in Page(client.get("/cart")).links
    form = {**Page(client.get("/checkout")).form("/checkout"), **ADDRESS}

    pay = client.post("/checkout", form, follow=True)

    order = Order.objects.get()
    assert pay.redirect_chain == [(f"/orders/{order.number}/pay", 302)]
    assert (order.total, order.email, order.city) == (25, "ada@example.com", "Berlin")


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("email", "Write your mail address."),
        ("name", "Write the full name."),
        ("line1", "Write the street and number."),
        ("postal_code", "Write the postal code."),
        ("city", "Write the town or city."),
        ("country", "Choose a country."),
    ],
)
def test_what_is_missing_is_said_above_and_beside_its_field(client, choose, field, sentence):
    response = client.post("/checkout", {**choose(), field: ""})

    answer = response.content.decode()
    assert response.status_code == 422
    assert f'id="id_{field}_error"' in answer
    assert f'<a href="#id_{field}">' in answer
    assert answer.count(sentence) == 2
    assert 'role="alert" tabindex="-1" autofocus' in answer
    assert not Order.objects.exists()


def test_a_postal_code_has_to_be_one_of_its_country(client, choose):
    response = client.post("/checkout", {**choose(), "postal_code": "1043"})

    sentence = "A postal code of Germany has five digits, like 20457."
    assert response.status_code == 422
    assert f'<p class="field__error" id="id_postal_code_error">{sentence}</p>' in (
        response.content.decode()
    )
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
        ("shipping", "\x00"),
        ("shipping", "x" * 3000),
        ("saved", "\x00"),
        ("saved", "0191e2a0-0000-7000-8000-000000000000"),
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


def test_the_same_form_twice_is_one_order(client, choose):
    form = choose()

    first, second = client.post("/checkout", form), client.post("/checkout", form)

    assert first["Location"] == second["Location"]
    assert Order.objects.count() == 1


def test_a_cart_is_ordered_once_also_from_two_pages(client, choose):
    first, second = choose(), Page(client.get("/checkout")).form("/checkout")

    answers = [client.post("/checkout", {**form, **ADDRESS}) for form in (first, second)]

    assert answers[0]["Location"] == answers[1]["Location"]
    assert Order.objects.count() == 1


def test_nobody_pays_another_price_than_the_page_showed(client, choose):
    form = choose("TEA-250", quantity=2)
    change_price(stock_code="TEA-250", price=Decimal("13.00"))

    response = client.post("/checkout", form)
    page = Page(response)

    assert response.status_code == 409
    assert "The total has changed" in page.text
    assert "€13.00 before: €12.50" in page.text
    assert not Order.objects.exists()
    client.post("/checkout", page.form("/checkout"))
    assert Order.objects.get().lines.get().unit_price == 13


def test_what_was_withdrawn_between_two_pages_leads_back_to_the_cart(client, tea, choose):
    form = choose()
    withdraw_product(product_id=tea.id)

    page = Page(client.post("/checkout", form, follow=True))

    assert "No longer for sale" in page.text
    assert not Order.objects.exists()


def test_somebody_was_faster_and_what_is_there_can_be_taken(client, choose, tea):
    form = choose("TEA-100", quantity=9)
    faster = Client()
    theirs = Page(faster.get("/p/darjeeling?sku=TEA-100")).form("/cart/add")
    faster.post("/cart/add", {**theirs, "quantity": 4})
    faster.post("/checkout", {**Page(faster.get("/checkout")).form("/checkout"), **ADDRESS})

    response = client.post("/checkout", form, follow=True)
    page = Page(response)
    rejected = Order.objects.get(state=OrderState.REJECTED)

    assert response.redirect_chain == [(f"/checkout/shortage/{rejected.number}", 302)]
    assert "Darjeeling (100 g) You wanted 9 only 6 left" in page.text
    again = client.post(f"/checkout/shortage/{rejected.number}", follow=True)
    assert CartLine.objects.get(cart__customer_id=rejected.customer_id).quantity == 6
    client.post("/checkout", {**Page(again).form("/checkout"), **ADDRESS})
    assert Order.objects.filter(state=OrderState.PENDING_PAYMENT).count() == 2


def test_a_strangers_shortage_is_not_found(client, choose):
    form = choose("TEA-100", quantity=9)
    stock("TEA-100", units=0)
    client.post("/checkout", form)

    number = Order.objects.get().number

    assert Client().get(f"/checkout/shortage/{number}").status_code == 404
    assert Client().post(f"/checkout/shortage/{number}").status_code == 404


@pytest.mark.parametrize("field", ["cart", "total", "currency", "key"])
@pytest.mark.parametrize("value", ["", "\x00", "x" * 5000, "9" * 5000])
def test_hidden_fields_that_no_page_sent_order_nothing(client, choose, field, value):
    response = client.post("/checkout", {**choose(), field: value})

    assert response["Location"] == "/checkout"
    assert not Order.objects.exists()


@pytest.mark.parametrize("total", ["0", "-5", "NaN", "Infinity", "12.49"])
def test_a_made_up_total_orders_nothing(client, choose, total):
    response = client.post("/checkout", {**choose(), "total": total})

    assert response.status_code in {302, 409}
    assert not Order.objects.exists()


def test_somebody_elses_cart_is_not_ordered(client, choose):
    form = choose()
    stranger = Client()
    theirs = Page(stranger.get("/p/darjeeling?sku=TEA-100")).form("/cart/add")
    stranger.post("/cart/add", theirs)

    response = stranger.post("/checkout", form)

    assert response["Location"] == "/cart"
    assert not Order.objects.exists()


def test_a_made_up_cart_is_not_ordered(client, choose):
    client.post("/checkout", {**choose(), "cart": str(new_id())})

    assert not Order.objects.exists()


def test_the_cart_is_empty_after_ordering(client, bought):
    assert "nothing in it yet" in Page(client.get("/cart")).text
    assert client.get("/checkout")["Location"] == "/cart"


def test_the_country_is_guessed_from_what_the_browser_speaks(client, put_in):
    set_tax_rate(country="AT", tax_class="reduced", rate=Decimal("0.10"))
    put_in()

    languages = {"Accept-Language": "fr-CH,de-DE;q=0.9,de-AT"}
    form = Page(client.get("/checkout", headers=languages)).form("/checkout")

    assert form["country"] == "DE"


def test_another_country_is_calculated_without_ordering_or_scolding(client, choose):
    set_tax_rate(country="AT", tax_class="reduced", rate=Decimal("0.10"))

    response = client.post("/checkout", {**choose(), "name": "", "country": "AT", "update": "1"})
    page = Page(response)

    assert response.status_code == 200
    assert "to Austria" in page.text
    assert "Something is missing" not in page.text
    assert page.form("/checkout")["email"] == "ada@example.com"
    assert not Order.objects.exists()


@pytest.fixture
def parcels(db):
    """Germany by standard for 4.90, free from 50, or express for 9.90; elsewhere 14.90."""
    set_shipping_zone(name="Germany", countries={"DE"})
    set_shipping_zone(name="Elsewhere", countries=())
    for zone, method, amount, free_from in (
        ("Germany", "standard", "4.90", Decimal(50)),
        ("Germany", "express", "9.90", None),
        ("Elsewhere", "standard", "14.90", None),
    ):
        set_shipping_rate(
            zone=zone,
            method=method,
            title=method.title(),
            amount=Money(amount=Decimal(amount), currency="EUR"),
            free_from=free_from,
        )


def test_delivery_is_a_part_of_the_total_that_is_shown_and_ordered(client, choose, parcels):
    form = choose("TEA-250")

    client.post("/checkout", form)

    order = Order.objects.get()
    assert (form["shipping"], form["total"]) == ("standard", "17.40")
    assert (order.total, order.shipping_total) == (Decimal("17.40"), Decimal("4.90"))


def test_another_way_of_delivery_is_calculated_and_ordered(client, choose, parcels):
    form = choose("TEA-250")
    express = {**form, "shipping": "express", "update": "1"}

    form = Page(client.post("/checkout", express)).form("/checkout")
    client.post("/checkout", {**form, **ADDRESS})

    assert form["total"] == "22.40"
    assert Order.objects.get().shipping_method == "express"


def test_delivery_is_free_where_it_is(client, choose, parcels):
    assert choose("TEA-250", quantity=4)["total"] == "50.00"


def test_a_country_that_costs_more_asks_for_consent(client, choose, parcels):
    set_tax_rate(country="AT", tax_class="reduced", rate=Decimal("0.10"))
    form = choose("TEA-250")

    response = client.post("/checkout", {**form, "country": "AT", "postal_code": "1070"})

    assert response.status_code == 409
    assert "The total has changed" in Page(response).text
    assert not Order.objects.exists()
    client.post("/checkout", Page(response).form("/checkout"))
    assert Order.objects.get().total == Decimal("27.40")


@pytest.mark.parametrize("method", ["pigeon", "x" * 41, "☃"])
def test_a_way_of_delivery_that_there_is_not_orders_nothing(client, choose, parcels, method):
    response = client.post("/checkout", {**choose(), "shipping": method})

    assert response.status_code in {409, 422}
    assert not Order.objects.exists()


def test_where_the_country_is_not_known_no_total_is_promised(client, put_in, parcels):
    put_in()

    page = Page(client.get("/checkout", headers={"Accept-Language": "en-US"}))

    assert "Delivery depends on the country" in page.text
    assert "Order and pay €" not in page.text


def member(client, email="ada@example.com"):
    user = register_user(email=email, password="a short sentence", name="Ada Lovelace")
    client.force_login(user)
    return user


def test_a_member_orders_with_a_saved_address_and_types_nothing(client, put_in):
    user = member(client)
    add_address(customer_id=user.customer_id, address=BERLIN)
    put_in()

    form = Page(client.get("/checkout")).form("/checkout")
    client.post("/checkout", form)

    order = Order.objects.get()
    assert (order.customer_id, order.line1) == (user.customer_id, "Lindenufer 12")
    assert order.email == "ada@example.com"


def test_a_saved_address_of_before_is_mended_first_and_orders_keep_theirs(client, put_in):
    ada = register_user(name="Ada", email="ada@example.com", password="seven tins of tea")
    saved = add_address(customer_id=ada.customer_id, address=BERLIN)
    client.force_login(ada)
    put_in()
    client.post("/checkout", Page(client.get("/checkout")).form("/checkout"))
    placed = Order.objects.get()
    SavedAddress.objects.filter(pk=saved.pk).update(postal_code="1043")
    Order.objects.update(postal_code="1043")
    put_in()

    refused = client.post("/checkout", Page(client.get("/checkout")).form("/checkout"))

    assert refused.status_code == 422
    assert "five digits, like 20457. Mend this address in your account" in refused.content.decode()
    assert Page(client.get(f"/orders/{placed.number}")).text.count("1043 Berlin") == 1


def test_nobody_sends_to_an_address_that_somebody_else_has_saved(client, put_in):
    grace = register_user(email="grace@example.com", password="a short sentence", name="Grace")
    theirs = add_address(customer_id=grace.customer_id, address=BERLIN)
    member(client)
    put_in()

    form = Page(client.get("/checkout")).form("/checkout")
    response = client.post("/checkout", {**form, "saved": str(theirs.id)})

    assert response.status_code == 422
    assert "Lindenufer" not in response.content.decode()
    assert not Order.objects.exists()


def test_the_page_needs_a_fixed_number_of_statements(client, put_in, django_assert_max_num_queries):
    put_in("TEA-100")
    put_in("TEA-250")

    with django_assert_max_num_queries(16):
        client.get("/checkout")
