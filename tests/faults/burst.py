"""A burst of orders from many shoppers who do not give up, paid in every way there is."""

import random
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle, islice
from queue import Empty, SimpleQueue

import httpx

from tests.faults.insisting import Insisting
from tests.faults.ways import WAYS
from tests.journeys.shopper import Guest, Member, Shopper

TOKENS_LAST_SECONDS = 600


@dataclass
class Burst:
    """What the shoppers wanted and what they were told.

    `bought` names the way of every order that was taken; `refused` are the other answers.
    """

    shop: str
    skus: Sequence[str]
    random: random.Random
    voucher: str
    bought: dict[str, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def run(self, members: Sequence[Member], *, orders: int) -> None:
        """Places all orders, as many in each way; returns when every one got its answer."""
        ways = list(islice(cycle(WAYS), orders))
        self.random.shuffle(ways)
        waiting: SimpleQueue[str] = SimpleQueue()
        for way in ways:
            waiting.put(way)
        with ThreadPoolExecutor(len(members)) as pool:
            list(pool.map(lambda member: self._shop(member, waiting), members))

    def _shop(self, member: Member, waiting: SimpleQueue[str]) -> None:
        signed_in_at = time.monotonic()
        while way := _next(waiting):
            if time.monotonic() - signed_in_at > TOKENS_LAST_SECONDS:
                member.signs_in()
                signed_in_at = time.monotonic()
            self._buy(member, way)

    def _buy(self, member: Member, name: str) -> None:
        way = WAYS[name]
        match self.random.choice(("without a cart", "by a cart", "as a guest")):
            case "without a cart" if not way.by_voucher:
                goods = [(self._sku(), way.units)]
                answer = member.buys_all(goods, token=way.token, address=way.address)
                self._go_on(member, name, answer)
            case "as a guest":
                with Guest(self.shop, transport=Insisting()) as guest:
                    self._buy_cart(guest, name)
            case _:
                self._buy_cart(member, name)

    def _buy_cart(self, shopper: Shopper, name: str) -> None:
        sku, way = self._sku(), WAYS[name]
        shopper.puts_into_cart(sku, way.units).raise_for_status()
        if way.by_voucher:
            shopper.has_voucher(self.voucher).raise_for_status()
        answer = shopper.checks_out(token=way.token, address=way.address)
        self._go_on(shopper, name, answer)
        if not answer.is_success:
            shopper.takes_out_of_cart(sku).raise_for_status()

    def _go_on(self, shopper: Shopper, way: str, answer: httpx.Response) -> None:
        if not answer.is_success:
            self.refused.append(f"{answer.status_code} {answer.json()['code']}")
            return
        order_id = answer.json().get("order", answer.json())["id"]
        self.bought[order_id] = way
        for step in WAYS[way].steps:
            step(shopper, order_id)

    def _sku(self) -> str:
        return self.random.choice(self.skus)


def _next(waiting: SimpleQueue[str]) -> str:
    try:
        return waiting.get_nowait()
    except Empty:
        return ""
