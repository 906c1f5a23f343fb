"""500 buyers at once want the last 50 units, and pay at once: 50 get one, 450 are told so.

The whole shop runs, on a database of its own: web, live, relay, worker, beat, gateway and courier.
Nothing counts before every order has come to its end and `verify` finds nothing at all.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from bench.database import postmaster
from bench.load import Asked, Outcome, Plan
from bench.measuring import RUNS, Watched, per_two_cpu_seconds, watching
from bench.orders import PATH, body_of, headers_of
from bench.results import Figures, median_of, percentile
from bench.rush import SKU
from bench.web import ROOT, asked_by_crowd
from bench.whole_shop import WholeShop, whole_shop
from shop.operations.running.addresses import Addresses

BUYERS, UNITS = 500, 50
APPROVED_CARD = "tok_4242424242424242"
_ENDED = "SELECT state, count(*) FROM orders_order GROUP BY state"
_DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"


class NotFair(RuntimeError):
    """Too many or too few were served, somebody got no clear answer, or the books are wrong."""


def run(folder: Path, *, chosen: frozenset[str]) -> Iterator[Figures]:
    """Both cases come from the same rushes, median of three, each in a shop of its own."""
    rushes = [_rush(folder / f"rush-{number}") for number in range(RUNS)]
    for case in ("accepted", "slowest"):
        if case in chosen:
            yield median_of([_figures(case, *rush) for rush in rushes])


def _rush(folder: Path) -> tuple[Outcome, Watched]:
    with whole_shop(folder) as shop:
        requests = orders_arranged(shop, buyers=BUYERS, units=UNITS)
        shop.demand_sound_books()  # once the news of the demo's goods are worked off
        with watching({**shop.trees(), "db": postmaster()}) as watched:
            outcome = asked_by_crowd(_plan(shop.addresses, requests))
        _check(outcome, shop)
    return outcome, watched


def orders_arranged(shop: WholeShop, *, buyers: int, units: int) -> list[Asked]:
    """An order of the last thing, of which there are so many units, for each of so many buyers."""
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "bench.rush", str(buyers), str(units)],
        cwd=ROOT,
        env=shop.environment,
        stdout=subprocess.PIPE,
        check=True,
    )
    body = body_of([SKU], payment_token=APPROVED_CARD)
    return [Asked(PATH, headers_of(token), body) for token in json.loads(done.stdout)]


def _plan(addresses: Addresses, requests: list[Asked]) -> Plan:
    place = urlsplit(addresses.shop)
    return Plan(place.hostname or "", place.port or 0, BUYERS, requests)


def _check(outcome: Outcome, shop: WholeShop) -> None:
    if outcome.answers != {"201": UNITS, "409": BUYERS - UNITS}:
        raise NotFair(f"The buyers were answered {outcome.answers}: {outcome.first_error}")
    shop.wait_until_no_order_is("placed", "pending_payment")
    with psycopg.connect(shop.database, autocommit=True) as database:
        ended: dict[str, int] = dict(database.execute(_ENDED).fetchall())
        deadlocks = database.execute(_DEADLOCKS).fetchone()
    if ended.pop("rejected", 0) != BUYERS - UNITS or sum(ended.values()) != UNITS:
        raise NotFair(f"The orders ended otherwise than their buyers were told: {ended}.")
    if "cancelled" in ended or deadlocks != (0,):
        raise NotFair(f"Some who were accepted got nothing ({ended}), or {deadlocks} deadlocks.")
    shop.demand_sound_books()


def _figures(case: str, outcome: Outcome, watched: Watched) -> Figures:
    cpu = watched.cpu_of_each(BUYERS)
    slowest = outcome.slowest_ms / 1000
    return Figures(
        bench="buyers",
        case=case,
        value=len(outcome.latencies_ms) if case == "accepted" else slowest,
        unit="orders" if case == "accepted" else "s",
        per_2cpu_s=per_two_cpu_seconds(cpu),
        cpu_ms=cpu,
        p50_ms=percentile(outcome.latencies_ms, 0.50),
        p99_ms=percentile(outcome.latencies_ms, 0.99),
        statements=watched.statements_of_each(BUYERS),
        errors=outcome.errors - (BUYERS - UNITS),
        load=watched.load,
    )
