import base64
from uuid import UUID

import pytest
from django.test import Client

from apps.orders.models import Cart, Order
from apps.orders.services import add_to_cart, change_offer_price
from shop.events.base import Money
from shop.events.orders import OrderPlaced
from shop.kernel.identity import new_id
from tests.apps.orders.test_api import ADA, ADDRESS, token_of
from tests.factories.orders import ShippingRateFactory

TEA = {"sku": "TEA-1", "quantity": 2}
WISH = {"delivery_address": ADDRESS, "email": "ada@example.com"}


@pytest.fixture
def ada() -> Client:
    return Client(headers={"Authorization": f"Bearer {token_of(ADA)}"})


@pytest.fixture
def guest(db) -> Client:
    return Client(headers={"Cart-Token": open_cart()["token"]})


def open_cart(client: Client | None = None) -> dict[str, str]:
    response = (client or Client()).post("/api/v1/carts")
    assert response.status_code == 201
    return response.json()


def send(client: Client, path: str, body: object = None, *, key: str = "", method: str = "post"):
    headers = {"Idempotency-Key": key} if key else {}
    act = getattr(client, method)
    return act(f"/api/v1/{path}", body, content_type="application/json", headers=headers)


def test_a_guest_buys_with_nothing_but_the_token_of_the_cart(stocked, guest):
    stocked("TEA-1", units=5, price="12.50")

    filled = send(guest, "cart/lines", TEA)
    bought = send(guest, "checkout", WISH)

    assert filled.json()["subtotal"] == "25.00"
    assert bought.status_code == 201
    assert bought.json()["order"]["total"] == "25.00"
    assert guest.get("/api/v1/cart").json()["lines"] == []


def test_a_guest_reads_and_stops_the_order_with_its_token_only(stocked, guest):
    stocked("TEA-1", units=5)
    send(guest, "cart/lines", TEA)
    bought = send(guest, "checkout", WISH).json()
    path = f"/api/v1/orders/{bought['order']['id']}"
    holder = Client(headers={"Order-Token": bought["lookup_token"]})

    read = holder.get(path)
    stopped = holder.post(f"{path}/cancel")
    with_cart_token = guest.get(path)

    assert read.json()["number"] == bought["order"]["number"]
    assert stopped.json()["state"] == "cancelled"
    assert with_cart_token.status_code == 401


def test_a_member_needs_no_tokens(stocked, ada, published):
    stocked("TEA-1", units=5)

    opened = open_cart(ada)
    send(ada, "cart/lines", TEA)
    bought = send(ada, "checkout", {"delivery_address": ADDRESS}).json()

    assert (opened["token"], bought["lookup_token"]) == (None, None)
    assert [event.lookup_token for event in published(OrderPlaced)] == [""]
    assert Order.objects.get().customer_id == ADA


def test_the_token_of_a_cart_is_not_stored(db):
    token = open_cart()["token"]

    stored = Cart.objects.values_list("id", "token_hash").get()

    secret = base64.urlsafe_b64decode(token)[16:]
    assert bytes(stored[1]) != secret
    assert len(bytes(stored[1])) == 32


@pytest.mark.parametrize("token", ["x", "ünïcode", "A" * 64, "=" * 64, "A" * 500])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "cart"),
        ("post", "cart/lines"),
        ("put", "cart/lines/TEA-1"),
        ("delete", "cart/lines/TEA-1"),
        ("get", "checkout/quote"),
        ("post", "checkout"),
    ],
)
def test_a_made_up_token_opens_no_cart(db, method, path, token):
    stranger = Client(headers={"Cart-Token": token})

    assert send(stranger, path, TEA, method=method).status_code == 401


@pytest.mark.parametrize(
    ("method", "path"),
    [("get", "cart"), ("post", "cart/lines"), ("get", "checkout/quote"), ("post", "checkout")],
)
def test_without_any_token_there_is_no_cart(db, method, path):
    assert send(Client(), path, TEA, method=method).status_code == 401


def test_lines_are_changed_and_taken_out(stocked, ada):
    stocked("TEA-1", units=5)
    stocked("TEA/2 %", units=5)
    send(ada, "cart/lines", TEA)

    changed = send(ada, "cart/lines/TEA-1", {"quantity": 5}, method="put")
    added = send(ada, "cart/lines/TEA%2F2%20%25", {"quantity": 1}, method="put")
    removed = send(ada, "cart/lines/TEA-1", method="delete")

    assert [line["quantity"] for line in changed.json()["lines"]] == [5]
    assert [line["sku"] for line in added.json()["lines"]] == ["TEA-1", "TEA/2 %"]
    assert [line["sku"] for line in removed.json()["lines"]] == ["TEA/2 %"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"sku": "CUP-404", "quantity": 1}, 422, "unknown_goods"),
        ({"sku": "TEA-1", "quantity": 0}, 422, "invalid_input"),
        ({"sku": "TEA-1", "quantity": 10_001}, 422, "invalid_input"),
        ({"sku": "TEA-1"}, 422, "invalid_input"),
        ({"sku": "TEA\x00", "quantity": 1}, 422, "invalid_input"),
    ],
    ids=str,
)
def test_what_cannot_be_put_in_is_a_problem_document(stocked, ada, body, status, code):
    stocked("TEA-1", units=5)

    response = send(ada, "cart/lines", body)

    assert (response.status_code, response.json()["code"]) == (status, code)
    assert not Cart.objects.exists()


def test_a_line_in_the_path_that_cannot_be_is_refused(db, ada):
    response = send(ada, "cart/lines/TEA%00", {"quantity": 1}, method="put")
    removed = send(ada, "cart/lines/TEA%00", method="delete")
    long = send(ada, f"cart/lines/{'x' * 200}", {"quantity": 1}, method="put")

    assert (response.status_code, removed.status_code, long.status_code) == (422, 422, 422)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("post", "cart/lines", TEA),
        ("put", "cart/lines/TEA-1", {"quantity": 2}),
        ("delete", "cart/lines/CUP-1", None),
        ("post", "checkout", WISH),
    ],
)
def test_a_repeated_request_of_a_guest_gets_the_first_answer(stocked, method, path, body):
    stocked("TEA-1", units=50)
    guest = Client(headers={"Cart-Token": open_cart()["token"]})
    send(guest, "cart/lines", TEA)

    first = send(guest, path, body, key="k1", method=method)
    second = send(guest, path, body, key="k1", method=method)

    assert first.content == second.content
    assert second["Idempotent-Replayed"] == "true"


@pytest.mark.django_db(transaction=True)
def test_keys_of_two_guests_are_two_keys(stocked):
    stocked("TEA-1", units=50)
    guests = [Client(headers={"Cart-Token": open_cart()["token"]}) for _ in range(2)]

    answers = [send(guest, "cart/lines", TEA, key="k1") for guest in guests]

    assert answers[0].json()["id"] != answers[1].json()["id"]
    assert not any("Idempotent-Replayed" in answer for answer in answers)


def test_a_cart_that_was_ordered_answers_with_its_order(stocked, guest):
    stocked("TEA-1", units=5)
    send(guest, "cart/lines", TEA)

    first, second = send(guest, "checkout", WISH), send(guest, "checkout", WISH)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()


def test_a_changed_price_is_shown_and_confirmed(stocked, ada):
    stocked("TEA-1", units=5, price="12.50")
    send(ada, "cart/lines", TEA)
    change_offer_price(sku="TEA-1", price=Money(amount=13, currency="EUR"))

    refused = send(ada, "checkout", {**WISH, "accepted_total": "25.00"})
    accepted = send(ada, "checkout", {**WISH, "accepted_total": refused.json()["total"]})

    assert (refused.status_code, refused.json()["code"]) == (409, "price_changed")
    assert [(line["old_price"], line["new_price"]) for line in refused.json()["lines"]] == [
        ("12.50", "13.00")
    ]
    assert (accepted.status_code, accepted.json()["order"]["total"]) == (201, "26.00")


def test_a_shortage_is_a_409_and_the_cart_stays(stocked, ada):
    stocked("TEA-1", units=1)
    send(ada, "cart/lines", TEA)

    refused = send(ada, "checkout", WISH)

    assert (refused.status_code, refused.json()["code"]) == (409, "insufficient_stock")
    assert ada.get("/api/v1/cart").json()["count"] == 2


def test_a_guest_must_say_where_news_are_sent(stocked, guest):
    stocked("TEA-1", units=5)
    send(guest, "cart/lines", TEA)

    response = send(guest, "checkout", {"delivery_address": ADDRESS})

    assert response.status_code == 422
    assert not Order.objects.exists()


def test_the_cart_of_somebody_else_cannot_be_ordered(stocked, ada):
    stocked("TEA-1", units=5)
    other = new_id()
    add_to_cart(customer_id=other, sku="TEA-1", quantity=1)

    response = send(ada, "checkout", {**WISH, "cart_id": str(Cart.objects.get().id)})

    assert response.status_code == 404
    assert not Order.objects.exists()


def test_the_order_of_somebody_else_is_not_opened_by_a_token(stocked, guest):
    stocked("TEA-1", units=50)
    other = Client(headers={"Cart-Token": open_cart()["token"]})
    send(guest, "cart/lines", TEA)
    send(other, "cart/lines", TEA)
    token = send(guest, "checkout", WISH).json()["lookup_token"]
    theirs = send(other, "checkout", WISH).json()["order"]["id"]
    stranger = Client(headers={"Order-Token": token})

    assert stranger.get(f"/api/v1/orders/{theirs}").status_code == 404
    assert stranger.get(f"/api/v1/orders/{UUID(int=404)}").status_code == 404
    assert stranger.post(f"/api/v1/orders/{theirs}/cancel").status_code == 404


def test_signing_in_takes_the_guests_cart_along(stocked, ada, guest):
    stocked("TEA-1", units=5)
    token = open_cart()["token"]
    send(Client(headers={"Cart-Token": token}), "cart/lines", TEA)
    send(ada, "cart/lines", TEA)

    merged = send(ada, "cart/merge", {"cart_token": token})
    again = send(ada, "cart/merge", {"cart_token": token})
    guests = Client(headers={"Cart-Token": token}).get("/api/v1/cart")

    assert merged.json()["cart"]["lines"][0]["quantity"] == 4
    assert (merged.json()["capped"], merged.json()["left_out"]) == ([], [])
    assert (again.status_code, guests.status_code) == (404, 401)


@pytest.mark.parametrize(
    "question", ["", "?country=Britain", "?country=GB&shipping_method=" + "x" * 99]
)
def test_a_quote_needs_a_country(db, ada, question):
    assert ada.get(f"/api/v1/checkout/quote{question}").status_code == 422


def test_a_quote_says_what_would_be_paid(stocked, ada):
    stocked("TEA-1", units=5, price="12.50")
    send(ada, "cart/lines", TEA)

    quoted = ada.get("/api/v1/checkout/quote", {"country": "GB"}).json()

    assert (quoted["subtotal"], quoted["total"], quoted["currency"]) == ("25.00", "25.00", "EUR")
    assert (quoted["changed"], quoted["ended"]) == ([], [])


def test_a_guest_chooses_how_the_parcel_travels(stocked, guest):
    stocked("TEA-1", units=5, price="12.50")
    zone = ShippingRateFactory(zone__is_default=True, amount="4.90").zone
    ShippingRateFactory(zone=zone, method="express", amount="12.90")
    send(guest, "cart/lines", TEA)

    asked = {"country": "GB", "shipping_method": "express"}
    quoted = guest.get("/api/v1/checkout/quote", asked).json()
    wish = {**WISH, "shipping_method": "express", "accepted_total": quoted["total"]}
    order = send(guest, "checkout", wish).json()["order"]

    assert [option["amount"] for option in quoted["shipping_options"]] == ["4.90", "12.90"]
    assert (order["total"], order["shipping"]) == ("37.90", "12.90")
    assert (order["shipping_method"], quoted["shipping"]["method"]) == ("express", "express")
