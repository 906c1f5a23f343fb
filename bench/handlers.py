"""How fast `@after` handlers are, in one process, with an effect of one row.

one-by-one and batch-50 work off what waits; lag is the time from an order's commit to the commit
of the effect, at 200 orders (800 events) a second, while another thread writes the topic files.
"""

import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.database import postmaster
from bench.effects import Tally, begin_tally, doubled_or_missing
from bench.emitting import emitted_orders
from bench.happenings import stock_committed
from bench.measuring import RUNS, WARM_UP, Watched, per_two_cpu_seconds, watching
from bench.relaying import relaying
from bench.results import Figures, median_of, percentile
from outbox_relay import cursors, process
from outbox_relay.cursors import Lane
from outbox_relay.durable import DurableConsumer
from outbox_relay.leases import Begin
from shop.kernel.bus import publish
from shop.kernel.identity import new_id
from shop.kernel.outbox.unit_of_work import unit_of_work

DRAINED = {"one-by-one": 2_000, "batch-50": 10_000}
RATE, ORDERS = 200, 3_000
EVENTS_A_COMMIT = 100
PATIENCE_SECONDS = 300


class EffectsMissing(RuntimeError):
    """The relay did not get through what was committed."""


def run(folder: Path, *, chosen: frozenset[str]) -> Iterator[Figures]:
    """The chosen cases, median of three runs each."""
    for case, events in DRAINED.items():
        if case in chosen:
            _drain(case, WARM_UP)
            yield median_of([_drain(case, events) for _ in range(RUNS)])
    if "lag" in chosen:
        _lag(WARM_UP)
        yield median_of([_lag(ORDERS) for _ in range(RUNS)])


def _drain(case: str, events: int) -> Figures:
    tally, lanes = begin_tally(expected=events), _lanes(case)
    for _ in range(events // EVENTS_A_COMMIT):
        _publish_some()
    with watching({"db": postmaster()}, here="relay") as watched:
        begun = time.time()
        with relaying(lanes):
            _wait(tally)
    seconds = max(tally.seen_at.values()) - begun
    latencies = [(seen - begun) * 1000 for seen in tally.seen_at.values()]
    return _figures(case, events / seconds, "events/s", latencies, watched)


def _lag(orders: int) -> Figures:
    tally, lanes = begin_tally(expected=orders), _lanes("lag")
    sink = process.configured_sink()
    topics = process.topic_lanes(sink)
    with (
        watching({"db": postmaster()}, here="relay") as watched,
        relaying(topics),
        relaying(lanes),
    ):
        committed = emitted_orders(RATE, orders)
        _wait(tally)
    lags = [(tally.seen_at[order] - at) * 1000 for order, at in committed.items()]
    return _figures("lag", percentile(lags, 0.50), "ms", lags, watched)


@unit_of_work
def _publish_some() -> None:
    for _ in range(EVENTS_A_COMMIT):
        publish(stock_committed(new_id()))


def _lanes(consumer: str) -> dict[Lane, Begin]:
    lane = Lane(consumer)
    cursors.add_missing([lane])
    return {lane: partial(DurableConsumer, consumer)}


def _wait(tally: Tally) -> None:
    if not tally.enough.wait(PATIENCE_SECONDS):
        raise EffectsMissing(f"Only {len(tally.seen_at)} effects in {PATIENCE_SECONDS} seconds.")


def _figures(
    case: str, value: float, unit: str, latencies: list[float], watched: Watched
) -> Figures:
    events = len(latencies)
    cpu = watched.cpu_of_each(events)
    return Figures(
        bench="handlers",
        case=case,
        value=value,
        unit=unit,
        per_2cpu_s=per_two_cpu_seconds(cpu),
        cpu_ms=cpu,
        p50_ms=percentile(latencies, 0.50),
        p99_ms=percentile(latencies, 0.99),
        statements=watched.statements_of_each(events),
        errors=doubled_or_missing(events),
        load=watched.load,
    )
