import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.shop.sandbox.calls import charge

CHECKOUT = {
    "amount": "12.5",
    "currency": "EUR",
    "reference": "order-1",
    "return_url": "https://shop.example/orders/1/pay?step=2&sign=a%26b#done",
}
CARD = {"number": "4242 4242 4242 4242", "expiry": "12/40", "cvc": "123"}


@pytest.fixture
def shopper(sandbox):
    """Somebody with a browser, without the shop's key."""
    with httpx.Client(base_url=sandbox.url, trust_env=False) as shopper:
        yield shopper


def test_the_page_shows_what_is_paid_and_the_test_numbers(shopper):
    answer = shopper.get("/gateway/card", params=CHECKOUT)

    assert answer.status_code == 200
    assert "Pay 12.50 EUR" in answer.text
    assert "4000 0000 0000 9995" in answer.text
    assert "<script" not in answer.text
    assert _hidden_fields(answer.text) == {**CHECKOUT, "amount": "12.50"}


def test_a_good_card_returns_to_the_shop_with_a_token_that_pays(shopper, client, reference):
    answer = shopper.post("/gateway/card", data={**CHECKOUT, **CARD})

    target = urlsplit(answer.headers["location"])
    query = parse_qs(target.query)
    assert answer.status_code == 303
    assert (target.netloc, target.path, target.fragment) == (
        "shop.example",
        "/orders/1/pay",
        "done",
    )
    assert (query["step"], query["sign"]) == (["2"], ["a&b"])
    paid = charge(client, reference=reference, token=query["token"][0])
    assert paid.json()["status"] == "authorised"


def test_a_return_address_without_a_query_gets_one(shopper):
    checkout = {**CHECKOUT, "return_url": "http://127.0.0.1:8000/pay"}

    answer = shopper.post("/gateway/card", data={**checkout, **CARD})

    assert answer.headers["location"].startswith("http://127.0.0.1:8000/pay?token=tok_")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"number": "4242424242424241"}, "typing error"),
        ({"number": "4111 1111 1111 1111"}, "never a real card"),
        ({"expiry": "01/20"}, "has expired"),
        ({"cvc": ""}, "security code"),
    ],
)
def test_a_wrong_card_shows_the_form_again_with_a_sentence(shopper, change, sentence):
    answer = shopper.post("/gateway/card", data={**CHECKOUT, **CARD, **change})

    assert answer.status_code == 422
    assert re.search(f'role="alert">[^<]*{sentence}', answer.text)
    assert _hidden_fields(answer.text) == {**CHECKOUT, "amount": "12.50"}


def test_what_comes_in_by_address_is_only_ever_text(shopper):
    checkout = {**CHECKOUT, "reference": '"><script>alert(1)</script>$amount'}

    answer = shopper.get("/gateway/card", params=checkout)

    assert "<script" not in answer.text
    assert _hidden_fields(answer.text)["reference"] == checkout["reference"]


@pytest.mark.parametrize(
    "change",
    [
        {"return_url": "javascript:alert(1)"},
        {"return_url": "/orders/1"},
        {"return_url": "http://["},
        {"return_url": ""},
        {"amount": "-1"},
        {"currency": "euro"},
    ],
)
def test_a_wrong_checkout_is_refused(shopper, change):
    assert shopper.get("/gateway/card", params={**CHECKOUT, **change}).status_code == 422
    posted = shopper.post("/gateway/card", data={**CHECKOUT, **CARD, **change})
    assert posted.status_code == 422


@pytest.mark.parametrize(("body", "status"), [(b"\xff=1", 422), (b"a=1&" * 20_000, 413)])
def test_an_unreadable_form_is_refused(shopper, body, status):
    assert shopper.post("/gateway/card", content=body).status_code == status


def _hidden_fields(page: str) -> dict[str, str]:
    found = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}
