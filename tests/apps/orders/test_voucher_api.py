from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.apps.orders.test_api import ADA, token_of
from tests.apps.orders.test_cart_api import TEA, WISH, open_cart, send
from tests.apps.orders.test_vouchers import voucher
from tests.factories.orders import PromotionFactory


@pytest.fixture
def guest(stocked) -> Client:
    stocked("TEA-1", units=50, price="12.50")
    client = Client(headers={"Cart-Token": open_cart()["token"]})
    send(client, "cart/lines", TEA)
    return client


def put(client: Client, code: str):
    return client.put("/api/v1/cart/voucher", {"code": code}, content_type="application/json")


def test_a_cart_is_ordered_with_its_voucher(guest):
    voucher()

    cart = put(guest, "tea-5").json()
    quote = guest.get("/api/v1/checkout/quote", {"country": "GB"}).json()
    order = send(guest, "checkout", WISH).json()["order"]

    assert cart["voucher"] == quote["voucher"] == order["voucher"] == "TEA-5"
    assert quote["voucher_problem"] == ""
    assert quote["discounts"] == [{"name": "Five off", "amount": "5.00"}]
    assert order["discount"] == "5.00"
    assert order["total"] == quote["total"]
    assert Decimal(quote["subtotal"]) - 5 == Decimal(quote["total"])


def test_it_can_be_taken_out_again(guest):
    voucher()
    put(guest, "TEA-5")

    cart = guest.delete("/api/v1/cart/voucher").json()

    assert cart["voucher"] == ""


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [("NO-SUCH", 409, "voucher_refused"), ("no code", 422, "invalid_input")],
)
def test_what_cannot_be_used_is_refused(guest, text, status, code):
    answer = put(guest, text)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.django_db(transaction=True)
def test_a_voucher_costs_a_checkout_two_statements(stocked):
    stocked("TEA-1", units=50)
    ada = Client(headers={"Authorization": f"Bearer {token_of(ADA)}"})
    voucher(slots=40)

    send(ada, "cart/lines", TEA, key="warm line")
    send(ada, "checkout", WISH, key="warm order")
    statements = []
    for code, promotions in (("", 0), ("TEA-5", 0), ("TEA-5", 2), ("TEA-5", 5)):
        PromotionFactory.create_batch(promotions)
        send(ada, "cart/lines", TEA, key=f"line {promotions} {code}")
        if code:
            put(ada, code)
        with CaptureQueriesContext(connection) as asked:
            answer = send(ada, "checkout", WISH, key=f"order {promotions} {code}")
        assert answer.json()["order"]["voucher"] == code
        statements.append(len(asked))

    without = statements[0]
    assert statements == [without, without + 2, without + 2, without + 2]
