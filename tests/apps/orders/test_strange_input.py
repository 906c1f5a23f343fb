"""What no form would send, and some program does: refused with a sentence, never with a crash."""

from decimal import Decimal

import pytest
from django.test import Client

from apps.orders.models import Order, OrderState
from apps.orders.services import add_to_cart, change_offer_price
from shop.events.base import Money
from shop.kernel.models import IdempotencyRecord
from tests.apps.orders.test_api import ADA, ADDRESS, token_of
from tests.apps.orders.test_cart_api import TEA, WISH, open_cart, send


@pytest.fixture
def ada(stocked) -> Client:
    stocked("TEA-1", units=5, price="12.50")
    add_to_cart(customer_id=ADA, sku="TEA-1", quantity=2)
    return Client(headers={"Authorization": f"Bearer {token_of(ADA)}"})


@pytest.mark.parametrize("total", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_a_total_that_is_no_number_is_refused(ada, total):
    answer = send(ada, "checkout", {**WISH, "accepted_total": total})

    assert answer.status_code == 422
    assert not Order.objects.exists()


@pytest.mark.parametrize("field", list(ADDRESS))
def test_a_line_break_at_the_end_of_an_address_is_refused(ada, field):
    address = {**ADDRESS, field: f"{ADDRESS[field]}\n"}

    answer = send(ada, "checkout", {**WISH, "delivery_address": address})

    assert answer.status_code == 422


@pytest.mark.parametrize("field", ["email", "shipping_method", "payment_token"])
def test_a_line_break_at_the_end_of_a_word_is_refused(ada, field):
    answer = send(ada, "checkout", {"email": "ada@example.com", **WISH, field: "a@b.example\n"})

    assert answer.status_code == 422


def test_a_sku_with_a_line_break_at_its_end_can_be_none(ada):
    answer = send(ada, "cart/lines", {**TEA, "sku": "TEA-1\n"})

    assert answer.json()["code"] == "invalid_input"


def test_a_quote_refuses_the_postal_code_that_the_checkout_would_refuse(ada):
    answer = ada.get("/api/v1/checkout/quote?country=DE&postal_code=123")

    assert answer.status_code == 422
    assert answer.json()["fields"] == {
        "postal_code": ["A postal code of Germany has five digits, like 20457."]
    }


def test_who_asks_for_an_unknown_state_is_told_the_known_ones(ada):
    answer = ada.get("/api/v1/orders?state=lost")

    assert answer.status_code == 422
    assert "state is one of" in answer.json()["detail"]
    assert all(state in answer.json()["detail"] for state in OrderState.values)


@pytest.mark.parametrize("postal_code", ["%00", "20457%0A"])
def test_a_quote_for_what_can_be_no_postal_code_is_refused(ada, postal_code):
    answer = ada.get(f"/api/v1/checkout/quote?country=DE&postal_code={postal_code}")

    assert answer.status_code == 422


def test_more_money_than_the_books_can_hold_is_refused(stocked, ada):
    stocked("YACHT-1", units=1, price="99999999.00")
    send(ada, "cart/lines", {"sku": "YACHT-1", "quantity": 10_000})

    answer = send(ada, "checkout", WISH)

    assert answer.status_code == 422
    assert not Order.objects.exists()


def test_the_same_number_in_another_currency_is_another_price(ada):
    change_offer_price(sku="TEA-1", price=Money(amount=Decimal("12.50"), currency="KWD"))

    answer = send(ada, "checkout", WISH)

    assert answer.json()["code"] == "price_changed"


def test_an_accepted_number_is_good_in_one_currency_only(ada):
    change_offer_price(sku="TEA-1", price=Money(amount=Decimal("12.50"), currency="USD"))

    as_it_was_put_in = send(ada, "checkout", {**WISH, "accepted_total": "25.00"})
    in_euros = send(ada, "checkout", {**WISH, **accepted("25.00", "EUR")})
    in_dollars = send(ada, "checkout", {**WISH, **accepted("25.00", "USD")})

    for refused in (as_it_was_put_in, in_euros):
        assert (refused.status_code, refused.json()["code"]) == (409, "price_changed")
        assert "The price is in USD now, and not in EUR" in refused.json()["detail"]
        assert (refused.json()["total"], refused.json()["currency"]) == ("25.00", "USD")
    assert in_dollars.status_code == 201


@pytest.mark.parametrize("currency", ["usd", "US", "USDX", "USD\n", "EUR"])
def test_a_currency_without_a_total_or_that_is_none_is_refused(ada, currency):
    total = {} if currency == "EUR" else {"accepted_total": "25.00"}

    answer = send(ada, "checkout", {**WISH, **total, "accepted_currency": currency})

    assert answer.status_code == 422


def accepted(total: str, currency: str) -> dict[str, str]:
    return {"accepted_total": total, "accepted_currency": currency}


def test_the_token_of_an_order_is_not_kept_beside_the_key(stocked):
    stocked("TEA-1", units=5)
    guest = Client(headers={"Cart-Token": open_cart()["token"]})
    send(guest, "cart/lines", TEA)

    first, again = (send(guest, "checkout", WISH, key="k1") for _ in range(2))

    token = first.json()["lookup_token"]
    assert again.content == first.content
    assert not IdempotencyRecord.objects.filter(body__contains=token).exists()
