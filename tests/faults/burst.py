"""A burst of orders from many shoppers who do not give up, each under a key of its own."""

import random
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import httpx

from shop.kernel.identity import new_id
from tests.journeys.shopper import (
    ADDRESS,
    APPROVED,
    DECLINED,
    REPEATING,
    SLOW,
    eventually,
)

SHOPPERS = 8
CARDS = [*[APPROVED] * 16, *[SLOW] * 2, REPEATING, DECLINED]
TAKEN = 201
PATIENCE_SECONDS = 600  # what is killed again and again is started again ever later


@dataclass
class Burst:
    """What the shoppers wanted and what they were told, by idempotency key."""

    shop: str
    skus: Sequence[str]
    orders: int
    random: random.Random
    answers: dict[str, httpx.Response] = field(default_factory=dict)

    def run(self) -> None:
        """Places all orders; returns when every one of them got its answer."""
        with ThreadPoolExecutor(SHOPPERS) as pool:
            shares = [len(range(n, self.orders, SHOPPERS)) for n in range(SHOPPERS)]
            list(pool.map(self._shop, shares))

    def taken(self) -> Iterator[str]:
        """Ids of the orders that the shop said it took."""
        for answer in self.answers.values():
            if answer.status_code == TAKEN:
                yield answer.json()["id"]

    def _shop(self, orders: int) -> None:
        with httpx.Client(base_url=self.shop, trust_env=False, timeout=10) as client:
            client.headers["Authorization"] = f"Bearer {_registered(client)}"
            for _ in range(orders):
                key = str(new_id())
                self.answers[key] = self._insist(client, key)

    def _insist(self, client: httpx.Client, key: str) -> httpx.Response:
        body = {
            "lines": [{"sku": self.random.choice(self.skus), "quantity": 1}],
            "delivery_address": ADDRESS,
            "payment_token": self.random.choice(CARDS),
        }
        return eventually(
            lambda: _answered(client, "/api/v1/orders", body, key),
            lambda: f"an answer to {key}",
            patience=PATIENCE_SECONDS,
        )


def _registered(client: httpx.Client) -> str:
    body = {"email": f"{new_id()}@example.com", "password": "correct horse battery", "name": "Ada"}
    answer = eventually(
        lambda: _answered(client, "/auth/register", body, ""),
        lambda: "an account",
        patience=PATIENCE_SECONDS,
    )
    token: str = answer.json()["access"]
    return token


def _answered(client: httpx.Client, path: str, body: object, key: str) -> httpx.Response | None:
    """The shop's word on it, or None while it has none: down, broken, or busy with the same key."""
    try:
        answer = client.post(path, json=body, headers={"Idempotency-Key": key} if key else {})
    except httpx.TransportError:
        time.sleep(0.2)
        return None
    is_final = answer.status_code < 500 and "Retry-After" not in answer.headers
    return answer if is_final else None
