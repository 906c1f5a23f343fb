import pytest
from django.test import Client

from apps.accounts.models import User
from apps.accounts.services import register_user
from apps.orders.models import CartLine, Order
from tests.shop.storefront.reader import Page

pytestmark = pytest.mark.django_db

PASSWORD = "seven tins of tea"  # noqa: S105 - of nobody
ADA = {"name": "Ada Lovelace", "email": "ada@example.com", "password": PASSWORD}


@pytest.fixture
def ada() -> User:
    return register_user(**ADA)


def sign_in(client: Client, **changes: str):
    form = {"email": ADA["email"], "password": PASSWORD, **changes}
    return client.post("/account/sign-in", form)


def test_a_new_member_is_signed_in_at_once(client):
    response = client.post("/account/sign-up", ADA)

    assert response["Location"] == "/orders"
    assert "Sign out" in Page(client.get("/")).text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "ada"),
        ("email", "\x00@example.com"),
        ("name", ""),
        ("name", "Ada\x00"),
        ("password", "short"),
        ("password", "password123"),
        ("password", ""),
        ("password", "x" * 300),
        ("password", "seven\x00tins of tea"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(client, field, value):
    response = client.post("/account/sign-up", {**ADA, field: value})

    assert response.status_code == 422
    assert f'id="id_{field}_error"' in response.content.decode()
    assert not User.objects.exists()


def test_an_address_that_is_taken_is_said_so(client, ada):
    response = client.post("/account/sign-up", ADA)

    assert "There is an account with this mail address already" in Page(response).text


@pytest.mark.parametrize(
    "changes", [{"password": "wrong"}, {"email": "eve@example.com"}, {"email": "x" * 999}]
)
def test_a_wrong_sign_in_is_refused(client, ada, changes):
    response = sign_in(client, **changes)

    assert response.status_code == 422
    assert "Sign out" not in Page(client.get("/")).text


def test_the_orders_of_a_guest_stay_visible_after_signing_in(client, ada, bought):
    sign_in(client)

    assert client.get(f"/orders/{bought.number}").status_code == 200
    assert f"/orders/{bought.number}" in Page(client.get("/orders")).links


def test_a_member_buys_in_his_own_name_and_sees_it_everywhere(client, ada, choose):
    sign_in(client)
    form = choose()
    client.post("/checkout", form)

    order = Order.objects.get()
    elsewhere = Client()
    sign_in(elsewhere)
    assert (form["name"], order.customer_id) == ("Ada Lovelace", ada.customer_id)
    assert elsewhere.get(f"/orders/{order.number}").status_code == 200


def test_the_form_knows_a_members_name_and_address(client, ada, put_in):
    sign_in(client)
    put_in()

    form = Page(client.get("/checkout")).form("/checkout")

    assert (form["name"], form["email"]) == ("Ada Lovelace", "ada@example.com")


def test_what_a_guest_has_chosen_comes_along_and_is_added_up(client, ada, put_in):
    sign_in(client)
    put_in("TEA-100", quantity=2)
    client.post("/account/sign-out")
    put_in("TEA-100", quantity=3)
    put_in("TEA-250")

    sign_in(client)

    lines = CartLine.objects.filter(cart__customer_id=ada.customer_id)
    assert dict(lines.values_list("sku", "quantity")) == {"TEA-100": 5, "TEA-250": 1}


def test_signing_out_forgets_everything(client, ada, bought):
    sign_in(client)

    client.post("/account/sign-out")

    assert client.get(f"/orders/{bought.number}").status_code == 404
    assert "Sign in" in Page(client.get("/")).text


def test_after_signing_in_the_way_goes_on_where_it_was(client, ada):
    assert sign_in(client, next="/checkout")["Location"] == "/checkout"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "javascript:x", "orders", "\x00", "/\n"],
)
def test_nobody_is_led_elsewhere(client, ada, elsewhere):
    location = sign_in(client, next=elsewhere)["Location"]

    assert location in {"/orders", "/%0A"}
