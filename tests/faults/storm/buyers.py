"""A crowd of buyers over real HTTP, each with an account and a cart, who never rest."""

import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import httpx

from tests.faults.storm.record import Record
from tests.faults.storm.wishes import MOODS, SHAPES, Line, mood_of
from tests.journeys.shopper import APPROVED, DECLINED, Shopper

STEPS: dict[str, Callable[[Shopper, str], httpx.Response]] = {
    "pay": lambda shopper, order_id: shopper.pays(order_id, APPROVED),
    "be declined": lambda shopper, order_id: shopper.pays(order_id, DECLINED),
    "cancel": lambda shopper, order_id: shopper.cancels(order_id),
}


class Enough:
    """Says when nobody begins another order: after so many, or after so many seconds."""

    def __init__(self, *, orders: int = 0, seconds: float = 0) -> None:
        self._left = orders
        self._lock = threading.Lock()
        self._end = time.monotonic() + seconds if seconds else None

    def turns(self) -> Iterator[None]:
        while self._may_begin():
            yield

    def _may_begin(self) -> bool:
        if self._end is not None:
            return time.monotonic() < self._end
        with self._lock:
            self._left -= 1
            return self._left >= 0


class Buyer:
    """One of the crowd."""

    def __init__(self, shop: str, token: str, record: Record, chance: random.Random) -> None:
        self._shopper = Shopper(shop, transport=httpx.HTTPTransport(trust_env=False))
        self._shopper.client.headers["Authorization"] = f"Bearer {token}"
        self._windows = ThreadPoolExecutor(2)
        self._record = record
        self._chance = chance

    def shop(self, enough: Enough) -> None:
        with self._shopper, self._windows:
            for _ in enough.turns():
                try:
                    self._buy()
                except httpx.HTTPError as error:
                    self._record.note_fault(f"no answer: {error!r}")

    def _buy(self) -> None:
        shape, mood = self._chance.choice([*SHAPES]), mood_of(self._chance)
        lines = SHAPES[shape](self._chance)
        order = self._by_cart if self._chance.random() < 0.3 else self._at_once
        began = time.monotonic()
        answer = order(lines, MOODS[mood].token)
        ms = (time.monotonic() - began) * 1000
        if not answer.is_success:
            self._record.note_order(shape, mood, order_id=None, ms=ms)
            return
        body = answer.json()
        order_id = body.get("order", body)["id"]
        self._record.note_order(shape, mood, order_id=order_id, ms=ms)
        for together in MOODS[mood].steps:
            self._take(together, order_id)

    def _at_once(self, lines: Sequence[Line], token: str) -> httpx.Response:
        answer = self._shopper.buys_all(lines, token=token)
        self._record.judge("order", answer)
        return answer

    def _by_cart(self, lines: Sequence[Line], token: str) -> httpx.Response:
        for sku, quantity in lines:
            self._record.judge("put into cart", self._shopper.puts_into_cart(sku, quantity))
        answer = self._shopper.checks_out(token=token)
        if not self._record.judge("check out", answer):
            for sku in {sku for sku, _ in lines}:
                self._record.judge("take out of cart", self._shopper.takes_out_of_cart(sku))
        return answer

    def _take(self, steps: Sequence[str], order_id: str) -> None:
        taken = [self._windows.submit(STEPS[step], self._shopper, order_id) for step in steps]
        for step, answer in zip(steps, taken, strict=True):
            self._record.judge(step, answer.result())


def let_in(shop: str, tokens: Sequence[str], record: Record, *, enough: Enough, seed: int) -> None:
    """Everybody shops until it is enough; returns when all have their last answer."""
    buyers = [
        Buyer(shop, token, record, random.Random(f"{seed} {number}"))  # noqa: S311 - repeatable
        for number, token in enumerate(tokens)
    ]
    with ThreadPoolExecutor(len(buyers)) as crowd:
        list(crowd.map(lambda buyer: buyer.shop(enough), buyers))
