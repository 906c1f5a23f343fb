import json

import pytest

from bench.hot_sku import CASES
from bench.lock_time import Locked, with_lock_time
from bench.orders import requests_of
from bench.results import Cpu, Figures, as_json, as_table
from bench.stockroom import fill_shop

FIGURES = Figures(
    bench="hot-sku",
    case="one-sku",
    value=251,
    unit="orders/s",
    per_2cpu_s=300,
    cpu_ms=Cpu(web=3.6, db=1.9),
    p50_ms=47,
    p99_ms=90,
    statements=13,
    errors=0,
    load=2,
)


@pytest.fixture
def locked(transactional_db) -> Locked:
    fill_shop()
    return with_lock_time(FIGURES, requests_of(CASES[0], count=3))


def test_the_lock_of_a_hot_row_is_held_by_what_comes_after_it_and_by_the_commit(locked):
    written = json.loads(as_json(locked))
    parts = written["lock_parts_ms"]

    assert parts.keys() == {
        *("hold", "order", "payment", "idempotency", "outbox"),
        *("python", "commit"),
    }
    assert all(0 < part < written["lock_ms"] for part in parts.values())
    assert f"251 orders/s, the row locked for {locked.lock_ms:g} ms" in as_table([locked])
    assert (written["value"], written["cpu_ms"]["web"]) == (251, 3.6)


def test_an_order_that_is_refused_measures_nothing(transactional_db):
    with pytest.raises(RuntimeError, match="The request was refused"):
        with_lock_time(FIGURES, requests_of(CASES[0], count=1))
