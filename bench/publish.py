"""What four events cost a transaction: with and without them, in turn, with real commits."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db import connection

from bench.database import postmaster
from bench.happenings import four_events
from bench.measuring import RUNS, WARM_UP, Watched, per_two_cpu_seconds, watching
from bench.results import Cpu, Figures, median_of, percentile
from shop.kernel.bus import publish
from shop.kernel.customer_keys import ensured_key
from shop.kernel.identity import new_id
from shop.kernel.outbox.unit_of_work import unit_of_work

STRETCHES, STRETCH = 16, 50
_TABLE = "CREATE TABLE IF NOT EXISTS bench_work (order_id uuid)"
_WORK = "INSERT INTO bench_work (order_id) VALUES (%s)"


@dataclass(frozen=True)
class Stretch:
    """Some transactions of one kind: how long each took, and what all used."""

    latencies_ms: list[float]
    watched: Watched


def run(folder: Path, *, chosen: frozenset[str]) -> Iterator[Figures]:
    """The median of three runs."""
    customer_id = new_id()
    with connection.cursor() as cursor:
        cursor.execute(_TABLE)
    unit_of_work(ensured_key)(customer_id)
    for _ in range(WARM_UP):
        _silent(customer_id)
        _telling(customer_id)
    yield median_of([_one_run(customer_id) for _ in range(RUNS)])


@unit_of_work
def _silent(customer_id: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_WORK, [new_id()])


@unit_of_work
def _telling(customer_id: UUID) -> None:
    order_id = new_id()
    with connection.cursor() as cursor:
        cursor.execute(_WORK, [order_id])
    for event in four_events(order_id=order_id, customer_id=customer_id):
        publish(event)


def _one_run(customer_id: UUID) -> Figures:
    silent, telling = [], []
    for _ in range(STRETCHES):
        silent.append(_stretch(_silent, customer_id))
        telling.append(_stretch(_telling, customer_id))
    return _figures(silent, telling)


def _stretch(work: Callable[[UUID], None], customer_id: UUID) -> Stretch:
    with watching({"db": postmaster()}, here="web") as watched:
        latencies = [_timed(work, customer_id) for _ in range(STRETCH)]
    return Stretch(latencies, watched)


def _timed(work: Callable[[UUID], None], customer_id: UUID) -> float:
    begun = time.perf_counter()
    work(customer_id)
    return (time.perf_counter() - begun) * 1000


def _figures(silent: list[Stretch], telling: list[Stretch]) -> Figures:
    added = [_summary(telling)[n] - _summary(silent)[n] for n in range(5)]
    p50, p99, web, db, statements = added
    cpu = Cpu(web=web, db=db)
    return Figures(
        bench="publish",
        case="four-events",
        value=p50,
        unit="ms",
        per_2cpu_s=per_two_cpu_seconds(cpu),
        cpu_ms=cpu,
        p50_ms=p50,
        p99_ms=p99,
        statements=statements,
        errors=0,
        load=telling[-1].watched.load,
    )


def _summary(stretches: list[Stretch]) -> tuple[float, ...]:
    """p50, p99, CPU of this process and of the database, and statements, of one transaction."""
    latencies = [latency for stretch in stretches for latency in stretch.latencies_ms]
    return (
        percentile(latencies, 0.50),
        percentile(latencies, 0.99),
        *(
            sum(stretch.watched.cpu_ms[name] for stretch in stretches) / len(latencies)
            for name in ("web", "db")
        ),
        sum(stretch.watched.statements_of_each(len(latencies)) for stretch in stretches),
    )
