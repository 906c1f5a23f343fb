"""Measures how a running shop is read: the same for lists, pages and searches."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec
from django.db import connection
from django.test import Client

from bench.counting import Counter
from bench.database import postmaster
from bench.load import Outcome
from bench.measuring import RUNS, WARM_UP, Watched, per_two_cpu_seconds, watching
from bench.reading import Visit
from bench.results import Figures, median_of, percentile
from bench.web import ROOT, WebServer, web_server
from shop import engines
from shop.engines.ports import HOST


@dataclass(frozen=True, kw_only=True)
class Case:
    """Addresses that are read in turn, so many times in a run, by so many clients at once.

    With `keeps`, answers are kept in Redis as in every shop, else each is made anew.
    """

    bench: str
    name: str
    unit: str
    paths: Sequence[str]
    visits: int
    clients: int = 8
    keeps: bool = True
    value_of: Callable[[Outcome], float] = lambda outcome: (
        len(outcome.latencies_ms) / outcome.seconds
    )


class NothingRead(RuntimeError):
    """The server refused what it was asked for."""


@contextmanager
def own_redis(folder: Path) -> Iterator[None]:
    """A Redis of the bench's own, unless `REDIS_URL` names one."""
    if os.environ.get("REDIS_URL"):
        yield
        return
    # In a folder of its own: what stops there is the Redis alone.
    own = folder / "redis"
    os.environ["REDIS_URL"] = engines.start_valkey(own)
    try:
        yield
    finally:
        del os.environ["REDIS_URL"]
        engines.stop(own)


def measured(case: Case, folder: Path) -> Figures:
    """The case on a server of its own, median of three runs after a warm-up."""
    os.environ["SHARED_CACHE"] = "yes" if case.keeps else "no"
    in_process = _statements_of(case.paths[0])
    with web_server(folder) as server:
        _read(server, case, WARM_UP)
        runs = [_one_run(server, case) for _ in range(RUNS)]
    return median_of([_figures(case, *run, in_process=in_process) for run in runs])


def _one_run(server: WebServer, case: Case) -> tuple[Outcome, Watched]:
    with watching({"web": server.pid, "db": postmaster()}) as watched:
        outcome = _read(server, case, case.visits)
    return outcome, watched


def _read(server: WebServer, case: Case, count: int) -> Outcome:
    paths = [case.paths[n % len(case.paths)] for n in range(count)]
    visit = Visit(HOST, server.port, case.clients, paths)
    done = subprocess.run(
        [sys.executable, "-m", "bench.reading"],
        cwd=ROOT,
        input=msgspec.json.encode(visit),
        stdout=subprocess.PIPE,
        check=True,
    )
    outcome = msgspec.json.decode(done.stdout, type=Outcome)
    if not outcome.latencies_ms:
        raise NothingRead(outcome.first_error)
    return outcome


def _figures(case: Case, outcome: Outcome, watched: Watched, *, in_process: int) -> Figures:
    read = len(outcome.latencies_ms)
    cpu = watched.cpu_of_each(read)
    return Figures(
        bench=case.bench,
        case=case.name,
        value=case.value_of(outcome),
        unit=case.unit,
        per_2cpu_s=per_two_cpu_seconds(cpu),
        cpu_ms=cpu,
        p50_ms=percentile(outcome.latencies_ms, 0.50),
        p99_ms=percentile(outcome.latencies_ms, 0.99),
        statements=watched.statements_of_each(read) or in_process,
        errors=outcome.errors,
        load=watched.load,
    )


def _statements_of(path: str) -> int:
    counter = Counter()
    with connection.execute_wrapper(counter):
        Client(SERVER_NAME="localhost").get(path)
    return counter.statements
