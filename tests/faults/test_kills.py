"""Everything is killed at random during a burst of orders; nothing is lost, doubled or oversold.

`ORDERS=1000 KILLS=60 SEED=7 pytest tests/faults/test_kills.py` is the long form.
"""

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psycopg

from shop import engines
from shop.operations.running.environment import urls_of
from shop.operations.running.marks import marked
from shop.operations.smoke.findings import CLEAN, verified
from shop.operations.smoke.open_shop import open_shop, own_environment
from tests.faults.burst import Burst
from tests.shop.engines.observers import processes_of

ORDERS = int(os.environ.get("ORDERS", "120"))
KILLS = int(os.environ.get("KILLS", "12"))
SEED = int(os.environ.get("SEED", "0")) or random.SystemRandom().randrange(10**6)
VICTIMS = ("a database backend", "config.wsgi", "celery", "relay", "shop.sandbox", "the broker")
SETTLING_SECONDS = 300 + ORDERS


def test_nothing_is_lost_doubled_or_oversold_when_everything_is_killed(tmp_path: Path):
    print(f"SEED={SEED} ORDERS={ORDERS} KILLS={KILLS}")  # noqa: T201 - repeats the run
    chance = random.Random(SEED)  # noqa: S311
    lines: list[str] = []
    with _log_kept(tmp_path / "shop.log", lines), open_shop(tmp_path, lines=lines) as addresses:
        burst = Burst(addresses.shop, _skus(addresses.shop), ORDERS, chance)
        killer = Killer(tmp_path, chance)
        killer.start()
        burst.run()
        killer.join()

        with psycopg.connect(engines.address_of_postgres(tmp_path), autocommit=True) as database:
            _settled(database)
            taken = set(burst.taken())
            known = {str(row[0]) for row in database.execute("SELECT id FROM orders_order")}
            doubled = _orders_charged_twice(database)
            keys = database.execute("SELECT count(*) FROM kernel_idempotency").fetchone()[0]
            states = database.execute("SELECT state, count(*) FROM orders_order GROUP BY 1")
            print(dict(states.fetchall()))  # noqa: T201 - part of the record of a long run
        verdict = verified({**own_environment(tmp_path), **urls_of(addresses)})

    print(dict(killer.killed))  # noqa: T201 - part of the record of a long run
    assert set(+killer.killed) == set(VICTIMS)
    assert len(burst.answers) == ORDERS
    assert taken <= known
    assert len(known) == keys == ORDERS
    assert doubled == []
    assert verdict == CLEAN


@contextmanager
def _log_kept(path: Path, lines: list[str]) -> Iterator[None]:
    try:
        yield
    finally:
        path.write_text("".join(lines))


def _skus(shop: str) -> list[str]:
    with httpx.Client(base_url=shop, trust_env=False, timeout=10) as client:
        products = client.get("/api/v1/products").json()["items"]
    return [sku for product in products for sku in product["skus"]]


class Killer(threading.Thread):
    """Kills one kind of process after the other, during the burst and while it is worked off."""

    def __init__(self, state: Path, chance: random.Random) -> None:
        super().__init__()
        self.killed: Counter[str] = Counter()
        self._state = state
        self._chance = chance

    def run(self) -> None:
        for number in range(KILLS):
            time.sleep(self._chance.uniform(1, 4))
            victim = VICTIMS[number % len(VICTIMS)]
            pids = _pids_of(victim, self._state, self._chance)
            self.killed[victim] += sum(_kill(pid) for pid in pids)


def _kill(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def _pids_of(victim: str, state: Path, chance: random.Random) -> list[int]:
    if victim == "a database backend":
        return _a_backend(state, chance)
    if victim == "the broker":
        return processes_of(state / "valkey")
    return [pid for pid in marked(state) if victim in _command_line(pid)]


def _a_backend(state: Path, chance: random.Random) -> list[int]:
    try:
        with psycopg.connect(engines.address_of_postgres(state) or "") as database:
            rows = database.execute(
                "SELECT pid FROM pg_stat_activity"
                " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            ).fetchall()
    except psycopg.OperationalError:
        return []  # It is just recovering from the last one.
    return [chance.choice(rows)[0]] if rows else []


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


_UNFINISHED = """
SELECT count(*) FROM orders_order o
WHERE state NOT IN ('delivered', 'cancelled', 'rejected')
  AND NOT (state = 'pending_payment' AND EXISTS (
    SELECT FROM payments_payment p JOIN payments_paymentattempt a ON a.payment_id = p.id
    WHERE p.order_id = o.id AND a.state = 'declined'))
"""


def _settled(database: psycopg.Connection) -> None:
    """Waits until every order has come to its end, or waits for a better card."""
    deadline = time.monotonic() + SETTLING_SECONDS
    while unfinished := database.execute(_UNFINISHED).fetchone()[0]:
        assert time.monotonic() < deadline, f"{unfinished} orders do not come to their end"
        time.sleep(0.5)


def _orders_charged_twice(database: psycopg.Connection) -> list[str]:
    rows = database.execute(
        "SELECT p.order_id FROM payments_payment p JOIN payments_paymentattempt a"
        " ON a.payment_id = p.id AND a.captured > 0 GROUP BY p.order_id HAVING count(*) > 1"
    )
    return [str(row[0]) for row in rows]
