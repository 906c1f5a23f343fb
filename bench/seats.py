"""1,000 people want 100 numbered seats: each looks at the map, picks one, orders it and pays.

The whole shop runs, on a database of its own: web, live, relay, worker, beat, gateway and courier.
100 seats are sold, none twice. Everybody else is told so and stands in line: seats of those who did
not pay go to the first in line, in their order. Nothing counts before every order has come to its
end and `verify` finds nothing at all.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import psycopg

from bench.buyers import APPROVED_CARD, NotFair
from bench.database import postmaster
from bench.hall import SKU
from bench.lock_waits import LockWaits, watching_locks
from bench.measuring import RUNS, Watched, per_two_cpu_seconds, watching
from bench.orders import ADDRESS, headers_of
from bench.results import Figures, median_of, percentile
from bench.seekers import Found, Search
from bench.web import ROOT
from bench.whole_shop import WholeShop, whole_shop

SEEKERS, SEATS = 1000, 100
HOLD_SECONDS = 60
_TICKETS = """
SELECT count(*), count(DISTINCT seat), count(DISTINCT line_id)
FROM inventory_ticket WHERE sku = %s AND state = 'sold'
"""
_LINE = """
SELECT count(*) FILTER (WHERE state = 'bought'),
    max(id) FILTER (WHERE state = 'bought') < min(id) FILTER (WHERE state = 'waiting')
FROM inventory_waitinglistentry WHERE sku = %s
"""
# Who paid for a seat that he had not for long enough gets his money back; it goes to the next.
_TOO_LATE = """
SELECT count(DISTINCT payment.order_id) FROM payments_payment payment
JOIN payments_paymentattempt attempt ON attempt.payment_id = payment.id
JOIN orders_orderline line ON line.order_id = payment.order_id AND line.sku = %s
JOIN orders_order ON orders_order.id = payment.order_id AND orders_order.state = 'cancelled'
"""
_DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"


def run(folder: Path, *, chosen: frozenset[str]) -> Iterator[Figures]:
    """Median of three evenings, each in a shop of its own."""
    if "sold" in chosen:
        yield median_of([_evening(folder / f"evening-{number}") for number in range(RUNS)])


def _evening(folder: Path) -> Figures:
    with whole_shop(folder, HOLD_SECONDS=str(HOLD_SECONDS)) as shop:
        search = _search(shop, _arranged(shop))
        shop.demand_sound_books()  # once the news of the demo's goods are worked off
        with (
            watching({**shop.trees(), "db": postmaster()}) as watched,
            watching_locks(shop.database) as waits,
        ):
            found = _sought(search)
        shop.wait_until_no_order_is("placed", "pending_payment", "confirmed")
        too_late = _counted(shop, _TOO_LATE)
        _tell(found, too_late, waits)
        sold = _checked(found, too_late, shop)
    return _figures(sold, found, watched)


def _arranged(shop: WholeShop) -> list[str]:
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "bench.hall", str(SEEKERS), str(SEATS)],
        cwd=ROOT,
        env=shop.environment,
        stdout=subprocess.PIPE,
        check=True,
    )
    tokens: list[str] = json.loads(done.stdout)
    return tokens


def _search(shop: WholeShop, tokens: list[str]) -> Search:
    place = urlsplit(shop.addresses.shop)
    return Search(
        host=place.hostname or "",
        port=place.port or 0,
        sku=SKU,
        seekers=[headers_of(token) for token in tokens],
        payment_token=APPROVED_CARD,
        address=ADDRESS,
    )


def _sought(search: Search) -> Found:
    done = subprocess.run(
        [sys.executable, "-m", "bench.seekers"],
        cwd=ROOT,
        input=msgspec.json.encode(search),
        stdout=subprocess.PIPE,
        check=True,
    )
    return msgspec.json.decode(done.stdout, type=Found)


def _counted(shop: WholeShop, question: str) -> int:
    with psycopg.connect(shop.database, autocommit=True) as database:
        ((answer,),) = database.execute(question, [SKU]).fetchall()
    return int(answer)


def _checked(found: Found, too_late: int, shop: WholeShop) -> int:
    """How many seats were sold. Raises NotFair if it was not all of them, each once."""
    sold = found.sold + found.served - too_late
    ended = (sold, found.sold + found.left + found.told_so)
    if found.errors or ended != (SEATS, SEEKERS) or not found.served:
        raise NotFair(
            f"{found.sold} got a seat, {too_late} of them, or in line, paid it too late,"
            f" {found.left} did not pay theirs, {found.told_so} were told"
            f" that there is none, {found.served} of them got one in line:"
            f" {found.answers}, {found.errors[:1]}"
        )
    with psycopg.connect(shop.database, autocommit=True) as database:
        tickets = database.execute(_TICKETS, [SKU]).fetchone()
        deadlocks = database.execute(_DEADLOCKS).fetchone()
        line = database.execute(_LINE, [SKU]).fetchone()
    if line != (found.served, True):
        raise NotFair(f"Served in line, and in its order: {line}; expected: {found.served}.")
    if tickets != (SEATS, SEATS, SEATS) or deadlocks != (0,):
        raise NotFair(f"Sold tickets, seats and lines: {tickets}; deadlocks: {deadlocks}.")
    shop.demand_sound_books()
    return SEATS


def _tell(found: Found, too_late: int, waits: LockWaits) -> None:
    orders = sum(found.answers.values())
    sys.stderr.write(
        f"seats: {orders} orders in {found.seconds:.1f} s, {orders / found.seconds:.0f} a second;"
        f" {found.second_looks} looked again; {found.left} did not pay, {too_late} too late, and"
        f" {found.served} were served in line instead; {waits}\n"
    )


def _figures(sold: int, found: Found, watched: Watched) -> Figures:
    orders = sum(found.answers.values())
    cpu = watched.cpu_of_each(orders)
    return Figures(
        bench="seats",
        case="sold",
        value=sold,
        unit="seats",
        per_2cpu_s=per_two_cpu_seconds(cpu),
        cpu_ms=cpu,
        p50_ms=percentile(found.latencies_ms, 0.50),
        p99_ms=percentile(found.latencies_ms, 0.99),
        statements=watched.statements_of_each(orders),
        errors=len(found.errors),
        load=watched.load,
    )
