"""How much memory the shop's processes hold while orders come at a fixed rate, and if it grows.

Every order goes its whole way: paid, told, packed and delivered. MEMORY_MINUTES=2 is a short form.
"""

import os
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import linear_regression
from urllib.parse import urlsplit

from bench.buyers import orders_arranged
from bench.database import postmaster
from bench.load import Asked, Client, Plan
from bench.measuring import Watched, per_two_cpu_seconds, watching
from bench.orders import PATH, headers_of
from bench.processors import biggest_mb
from bench.results import Grown, percentile
from bench.whole_shop import PROGRAMS, WholeShop, whole_shop

MINUTES = float(os.environ.get("MEMORY_MINUTES", "10"))
ORDERS_A_SECOND = 4
CLIENTS = 8
BUYERS = 200
LOOK_EVERY_SECONDS = 5.0


class OrdersRefused(RuntimeError):
    """The shop did not take every order, so it did not do the work that was to be measured."""


class Scales(threading.Thread):
    """Weighs the biggest process of every tree, now and then, until told to stop."""

    def __init__(self, trees: dict[str, int]) -> None:
        super().__init__()
        self.seconds: list[float] = []
        self.mb: dict[str, list[float]] = defaultdict(list)
        self._trees = trees
        self._stopping = threading.Event()

    def run(self) -> None:
        while not self._stopping.wait(LOOK_EVERY_SECONDS):
            self.seconds.append(time.monotonic())
            for name, root in self._trees.items():
                self.mb[name].append(biggest_mb(root))

    def stop(self) -> None:
        self._stopping.set()
        self.join()


def run(folder: Path, *, chosen: frozenset[str]) -> Iterator[Grown]:
    """All cases come from one shop, which sells for ten minutes."""
    with whole_shop(folder / "memory") as shop:
        clients = _clients(shop)
        shop.demand_sound_books()  # once the news of the demo's goods are worked off
        trees = {name: root for name, root in shop.trees().items() if name in PROGRAMS}
        scales = Scales(trees)
        with watching({**trees, "db": postmaster()}) as watched:
            scales.start()
            _sell(clients)
            scales.stop()
        shop.wait_until_no_order_is("placed", "pending_payment", "confirmed", "shipped")
        shop.demand_sound_books()
    for case in PROGRAMS:
        if case in chosen:
            yield _figures(case, scales, clients, watched)


def _clients(shop: WholeShop) -> list[Client]:
    """Each waits for its turn: together they order so many times a second."""
    orders = int(MINUTES * 60 * ORDERS_A_SECOND)
    firsts = orders_arranged(shop, buyers=BUYERS, units=orders)
    requests = [_again(firsts[number % BUYERS]) for number in range(orders)]
    place = urlsplit(shop.addresses.shop)
    plan = Plan(place.hostname or "", place.port or 0, CLIENTS, [])
    return [
        Client(plan, _in_turn(requests[number::CLIENTS], after=number / ORDERS_A_SECOND))
        for number in range(CLIENTS)
    ]


def _again(order: Asked) -> Asked:
    """The same wish of the same buyer, as a new order."""
    token = order.headers["Authorization"].removeprefix("Bearer ")
    return Asked(PATH, headers_of(token), order.body)


def _in_turn(requests: Sequence[Asked], *, after: float) -> Iterator[Asked]:
    begun = time.monotonic() + after
    for number, request in enumerate(requests):
        due = begun + number * CLIENTS / ORDERS_A_SECOND
        time.sleep(max(0.0, due - time.monotonic()))
        yield request


def _sell(clients: Sequence[Client]) -> None:
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    errors = [error for client in clients for error in client.errors]
    if errors:
        raise OrdersRefused(f"{len(errors)} orders were refused, the first with {errors[0]}")


def _figures(case: str, scales: Scales, clients: Sequence[Client], watched: Watched) -> Grown:
    latencies = [latency for client in clients for latency in client.latencies_ms]
    cpu = watched.cpu_of_each(len(latencies))
    half = len(scales.seconds) // 2
    return Grown(
        bench="memory",
        case=case,
        value=scales.mb[case][-1],
        unit="MB",
        slope_mb_min=linear_regression(scales.seconds[half:], scales.mb[case][half:]).slope * 60,
        per_2cpu_s=per_two_cpu_seconds(cpu),
        cpu_ms=cpu,
        p50_ms=percentile(latencies, 0.50),
        p99_ms=percentile(latencies, 0.99),
        statements=watched.statements_of_each(len(latencies)),
        errors=0,
        load=watched.load,
    )
