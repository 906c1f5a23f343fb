"""Buys through the storefront's forms, as a shopper without JavaScript would."""

from collections.abc import Callable
from typing import Any

import httpx

from shop.operations.smoke.browser import Browser
from shop.operations.smoke.errors import SmokeFound

BUYER = {
    "email": "charles@example.com",
    "name": "Charles Babbage",
    "line1": "Kaivokatu 1",
    "postal_code": "00100",
    "city": "Helsinki",
    "country": "FI",
}
CARD = {"number": "4242 4242 4242 4242", "expiry": "12/39", "cvc": "123"}


def buy_through_forms(shop: httpx.Client) -> Callable[[], str]:
    """Find a product, order it as a guest and pay by card; return how to ask for its state.

    Raise SmokeFound where the way through the pages ends.
    """
    browser = Browser(shop)
    _choose_product(browser)
    browser.submit("/cart/add", quantity="1")
    browser.visit("/cart")
    browser.follow("/checkout")
    browser.submit("/checkout", update="1", **BUYER)
    browser.submit("/checkout", **BUYER)
    order = browser.path.removesuffix("/pay")
    browser.follow("/gateway/card")
    browser.submit("/gateway/card", **CARD)
    if browser.path != order:
        raise SmokeFound(f"The card page must lead back to {order}, not to {browser.path}.")
    return lambda: _state(shop.get(f"{order}/state").raise_for_status().json())


def _choose_product(browser: Browser) -> None:
    products = browser.links("/p/")
    for address in products:
        browser.visit(address)
        if browser.can_submit("/cart/add"):
            return
    raise SmokeFound(f"One of these products must be for sale: {products}.")


def _state(progress: dict[str, Any]) -> str:
    """Return the API's word for the last step, else what the page's headline says."""
    is_delivered = progress["steps"][-1]["state"] == "done"
    return "delivered" if is_delivered else str(progress["headline"])
