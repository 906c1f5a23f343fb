"""Buys through the API, as a mobile app would."""

from collections.abc import Callable
from typing import Any

import httpx

from shop.operations.smoke.errors import SmokeFound

GOOD_CARD = "tok_4242424242424242"
ACCOUNT = {
    "email": "ada@example.com",
    "password": "analytical-engine",
    "name": "Ada Byron",
}
ADDRESS = {
    "name": "Ada Byron",
    "line1": "Hafenstrasse 1",
    "city": "Hamburg",
    "postal_code": "20457",
    "country": "DE",
}


def buy_through_api(shop: httpx.Client) -> Callable[[], str]:
    """Register, order a product that is there and pay by card; return how to ask for its state.

    Raise SmokeFound where an answer is not as it must be.
    """
    token = _answer(shop.post("/auth/register", json=ACCOUNT), 201)["access"]
    caller = {"Authorization": f"Bearer {token}"}
    placed = shop.post(
        "/api/v1/orders",
        headers={**caller, "Idempotency-Key": "the smoke's order"},
        json={
            "lines": [{"sku": _available_sku(shop), "quantity": 1}],
            "delivery_address": ADDRESS,
            "payment_token": GOOD_CARD,
        },
    )
    order = f"/api/v1/orders/{_answer(placed, 201)['id']}"
    return lambda: str(_answer(shop.get(order, headers=caller), 200)["state"])


def _available_sku(shop: httpx.Client) -> str:
    products = _answer(shop.get("/api/v1/products"), 200)["items"]
    skus = [sku for product in products for sku in product["skus"]]
    for sku in skus:
        if _answer(shop.get(f"/api/v1/stock/{sku}"), 200)["available"] > 0:
            return str(sku)
    raise SmokeFound(f"Something must be for sale, but none of these is there: {skus}.")


def _answer(response: httpx.Response, expected: int) -> Any:
    if response.status_code != expected:
        request = f"{response.request.method} {response.request.url.path}"
        raise SmokeFound(
            f"{request} must be answered with {expected}, not with {response.status_code}: "
            f"{response.text[:500]}"
        )
    return response.json()
