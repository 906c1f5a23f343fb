"""One visit: pages are looked at, the cart is filled and ordered over the API, as an app would."""

import re
from collections.abc import Callable
from random import Random
from typing import Any

import httpx

from shop.kernel.identity import new_id
from shop.operations.demo.people import DemoPerson
from shop.operations.shoppers.plans import Ending, Visit

Pause = Callable[[], object]
"""What a person needs to look and to think."""

_PRODUCT = re.compile(r'href="(/p/[^"?#]+)')
_GONE = (404, 409, 422)


class TurnedAway(Exception):
    """The shop could not serve a visitor who asked for nothing special."""


class SoldOut(Exception):
    """What was wanted is gone: that happens to people too."""


def visit_shop(shop: httpx.Client, visit: Visit, *, chance: Random, pause: Pause) -> Ending:
    """Carries the visit out and returns how it ended.

    Raises SoldOut, TurnedAway, and what httpx raises when the shop does not answer.
    """
    _look_around(shop, chance=chance, pause=pause)
    if visit.ending == Ending.ONLY_LOOKED:
        return visit.ending
    cart = _fill_cart(shop, visit, chance=chance, pause=pause)
    if visit.ending == Ending.LEFT_THE_CART:
        return visit.ending
    pause()
    order = _check_out(shop, cart, visit)
    if visit.ending == Ending.CHANGED_MIND:
        pause()
        _cancel(shop, order)
    return visit.ending


def _look_around(shop: httpx.Client, *, chance: Random, pause: Pause) -> None:
    home = _served(shop.get("/")).text
    products = sorted(set(_PRODUCT.findall(home)))
    for address in chance.sample(products, k=min(2, len(products))):
        pause()
        _served(shop.get(address), *_GONE)


def _fill_cart(shop: httpx.Client, visit: Visit, *, chance: Random, pause: Pause) -> dict[str, str]:
    opened = _served(shop.post("/api/v1/carts", json={})).json()
    caller = {"Cart-Token": opened["token"]}
    filled = 0
    for sku in _wanted(shop, visit, chance=chance):
        pause()
        line = {"sku": sku, "quantity": 1}
        answer = shop.post("/api/v1/cart/lines", json=line, headers={**caller, **_once()})
        filled += _served(answer, *_GONE).is_success
    if not filled:
        raise SoldOut
    return caller


def _wanted(shop: httpx.Client, visit: Visit, *, chance: Random) -> list[str]:
    """SKUs of different products of one shelf that are there now."""
    products = _shelf(shop, chance=chance)
    chance.shuffle(products)
    found: list[str] = []
    for product in (it for it in products if it["is_available"]):
        if len(found) == visit.lines:
            break
        found += _one_of(shop, product["handle"], chance=chance)
    return found


def _shelf(shop: httpx.Client, *, chance: Random) -> list[dict[str, Any]]:
    newest = _served(shop.get("/api/v1/products")).json()["items"]
    shelves = sorted({category["handle"] for it in newest for category in it["category"][:1]})
    if not shelves:
        raise SoldOut
    chosen = {"category": chance.choice(shelves)}
    found: list[dict[str, Any]] = _served(shop.get("/api/v1/products", params=chosen)).json()[
        "items"
    ]
    return found


def _one_of(shop: httpx.Client, handle: str, *, chance: Random) -> list[str]:
    answer = _served(shop.get(f"/api/v1/products/{handle}"), *_GONE)
    variants = answer.json()["variants"] if answer.is_success else []
    there = [variant["sku"] for variant in variants if variant["available"] > 0]
    return [chance.choice(there)] if there else []


def _check_out(shop: httpx.Client, cart: dict[str, str], visit: Visit) -> dict[str, Any]:
    country = {"country": visit.visitor.country}
    quote = _served(shop.get("/api/v1/checkout/quote", params=country, headers=cart)).json()
    body = {
        "delivery_address": _address(visit.visitor),
        "email": visit.visitor.email,
        "accepted_total": quote["total"],
        "accepted_currency": quote["currency"],
        "payment_token": visit.payment_token,
    }
    answer = shop.post("/api/v1/checkout", json=body, headers={**cart, **_once()})
    if answer.status_code in _GONE:
        raise SoldOut
    ordered: dict[str, Any] = _served(answer).json()
    return ordered


def _cancel(shop: httpx.Client, ordered: dict[str, Any]) -> None:
    address = f"/api/v1/orders/{ordered['order']['id']}/cancel"
    headers = {"Order-Token": ordered["lookup_token"], **_once()}
    _served(shop.post(address, json={}, headers=headers), *_GONE)


def _address(person: DemoPerson) -> dict[str, str]:
    return {
        "name": person.name,
        "line1": person.street,
        "city": person.city,
        "postal_code": person.postal_code,
        "country": person.country,
    }


def _once() -> dict[str, str]:
    return {"Idempotency-Key": str(new_id())}


def _served(answer: httpx.Response, *also: int) -> httpx.Response:
    if not answer.is_success and answer.status_code not in also:
        request = f"{answer.request.method} {answer.request.url.path}"
        raise TurnedAway(f"{request} was answered with {answer.status_code}.")
    return answer
