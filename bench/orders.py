"""How much an order costs: real HTTP, a token, an idempotency key, everything durable.

Every order is placed by another customer. Relay and worker do not run meanwhile. A purchase is
three requests: open a cart, put a line into it, check out.
"""

import json
import random
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from apps.orders.models import Order, OrderState
from bench.counting import statements_of
from bench.database import postmaster
from bench.load import Asked, Outcome, Plan
from bench.measuring import RUNS, WARM_UP, Watched, per_two_cpu_seconds, watching
from bench.promotions import VOUCHER, running_promotions
from bench.results import Figures, median_of, percentile
from bench.stockroom import SKUS, fill_shop, sku, tokens_of_new_customers
from bench.web import WebServer, asked_by_crowd, web_server
from shop.engines.ports import HOST
from shop.kernel.identity import new_id

ORDERS_A_RUN = 1_200
PATH = "/api/v1/orders"
CART = "/api/v1/cart"
ADDRESS = {
    "name": "Ada Example",
    "line1": "Harbour Street 1",
    "city": "Hamburg",
    "postal_code": "20095",
    "country": "DE",
}


@dataclass(frozen=True)
class Case:
    """So many clients, each ordering so many lines at once, out of so many SKUs.

    While promotions run, every cart has a voucher besides.
    """

    name: str
    lines: int
    clients: int
    by_cart: bool = False
    promoted: bool = False
    skus: int = SKUS
    bench: str = "orders"


CASES = (
    Case("one-line", 1, 8),
    Case("five-lines", 5, 8),
    Case("purchase", 1, 8, by_cart=True),
    Case("one-line-32", 1, 32),
    Case("one-line-promoted", 1, 8, promoted=True),
    Case("five-lines-promoted", 5, 8, promoted=True),
    Case("purchase-promoted", 1, 8, by_cart=True, promoted=True),
)


class OrdersLost(RuntimeError):
    """The server said yes, and the database knows nothing of it."""


def run(folder: Path, *, chosen: frozenset[str]) -> Iterator[Figures]:
    """The chosen cases, each on a server of its own, median of three runs."""
    fill_shop()
    for case in CASES:
        if case.name in chosen:
            with running_promotions() if case.promoted else nullcontext():
                figures = measured(case, folder)
            yield figures


def measured(case: Case, folder: Path) -> Figures:
    """The case on a server of its own, in a shop that is filled."""
    counted, *requests = requests_of(case, count=1 + WARM_UP + RUNS * ORDERS_A_RUN)
    in_process = statements_of(counted)
    with web_server(folder) as server:
        asked_by_crowd(Plan(HOST, server.port, case.clients, requests[:WARM_UP]))
        shares = [requests[WARM_UP + n :: RUNS] for n in range(RUNS)]
        runs = [_one_run(case, server, share) for share in shares]
    return median_of([_figures(case, *run, in_process=in_process) for run in runs])


def _one_run(case: Case, server: WebServer, requests: list[Asked]) -> tuple[Outcome, Watched]:
    waiting = Order.objects.filter(state=OrderState.PENDING_PAYMENT)
    before = waiting.count()
    with watching({"web": server.pid, "db": postmaster()}) as watched:
        outcome = asked_by_crowd(Plan(HOST, server.port, case.clients, requests))
    _check(outcome, kept=waiting.count() - before)
    return outcome, watched


def _check(outcome: Outcome, *, kept: int) -> None:
    accepted = len(outcome.latencies_ms)
    if kept != accepted:
        raise OrdersLost(f"{accepted} orders were accepted, {kept} are there.")
    if not accepted:
        raise OrdersLost(f"No order was accepted: {outcome.first_error}")


def _figures(case: Case, outcome: Outcome, watched: Watched, *, in_process: int) -> Figures:
    orders = len(outcome.latencies_ms)
    cpu = watched.cpu_of_each(orders)
    return Figures(
        bench=case.bench,
        case=case.name,
        value=orders / outcome.seconds,
        unit="orders/s",
        per_2cpu_s=per_two_cpu_seconds(cpu),
        cpu_ms=cpu,
        p50_ms=percentile(outcome.latencies_ms, 0.50),
        p99_ms=percentile(outcome.latencies_ms, 0.99),
        statements=watched.statements_of_each(orders) or in_process,
        errors=outcome.errors,
        load=watched.load,
    )


def requests_of(case: Case, *, count: int) -> list[Asked]:
    """So many orders as the case has them, each by a new customer."""
    choice = random.Random(case.name)  # noqa: S311 - the same goods in every bench
    ask = _purchase if case.by_cart else _order
    voucher = VOUCHER if case.by_cart and case.promoted else ""
    return [
        ask(token, _goods(case, choice, number))
        for number, token in enumerate(tokens_of_new_customers(count, voucher=voucher))
    ]


def _order(token: str, goods: list[str]) -> Asked:
    return Asked(PATH, headers_of(token), body_of(goods))


def _purchase(token: str, goods: list[str]) -> Asked:
    lines = [
        Asked(f"{CART}/lines", headers_of(token), json.dumps({"sku": code, "quantity": 1}))
        for code in goods
    ]
    order = Asked("/api/v1/checkout", headers_of(token), json.dumps(_wish("tok_bench")))
    return Asked("/api/v1/carts", headers_of(token), "{}", [*lines, order])


def _goods(case: Case, choice: random.Random, number: int) -> list[str]:
    """The first requests are for different goods, all others for whatever comes."""
    if number < WARM_UP:
        return [sku((number * case.lines + line) % case.skus) for line in range(case.lines)]
    return [sku(place) for place in choice.sample(range(case.skus), case.lines)]


def headers_of(token: str) -> dict[str, str]:
    """Of a customer with this access token, with a key of its own."""
    return {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/json",
        "Idempotency-Key": str(new_id()),
    }


def body_of(goods: list[str], *, payment_token: str = "tok_bench") -> str:  # noqa: S107
    """An order of one unit of each of the goods."""
    lines = [{"sku": code, "quantity": 1} for code in goods]
    return json.dumps({"lines": lines, **_wish(payment_token)})


def _wish(payment_token: str) -> dict[str, object]:
    return {
        "delivery_address": ADDRESS,
        "email": "ada@example.com",
        "payment_token": payment_token,
    }
