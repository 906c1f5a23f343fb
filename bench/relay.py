"""How fast one relay process brings the outbox to a real Kafka, beside what could be had at most.

drain works off half a million events of 500 bytes (RELAY_EVENTS: how many); latency-1000 is the
time from a commit to its acknowledgement at a thousand events a second; limit-reader only reads the
table page by page, limit-producer only produces finished records.
"""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from bench.acknowledged import TimedSink
from bench.broker import broker_pid, own_topic, records_in
from bench.database import postmaster
from bench.emitting import emitted_orders
from bench.filling import fill_outbox
from bench.ground import BROKERS
from bench.measuring import RUNS, Watched, per_two_cpu_seconds, watching
from bench.relaying import relaying
from bench.results import Figures, median_of, percentile
from outbox_relay import process
from outbox_relay.records import Record, record_of
from outbox_relay.sinks.kafka import KafkaSink
from outbox_relay.stored import COLUMNS, StoredEvent
from outbox_relay.ticks import newest_tick
from outbox_relay.windows import PAGE

EVENTS = int(os.environ.get("RELAY_EVENTS", "500000"))
WARM_UP_EVENTS = 10_000
RATE, ORDERS, EVENTS_OF_AN_ORDER = 250, 2_500, 4
PATIENCE_SECONDS = 900
_DONE = "SELECT bool_and(tick >= %s) FROM outbox_cursor WHERE consumer = 'kafka'"
_PAGE = f"SELECT {COLUMNS} FROM outbox_event WHERE id > %s ORDER BY id LIMIT %s"  # noqa: S608


class NotArrived(RuntimeError):
    """The relay did not get through what was committed."""


def run(folder: Path, *, chosen: frozenset[str]) -> Iterator[Figures]:
    """The chosen cases, median of three runs each. Raises NoBroker without a real Kafka."""
    settings.KAFKA_BOOTSTRAP_SERVERS = BROKERS
    _drain(WARM_UP_EVENTS)
    if "drain" in chosen:
        yield median_of([_drain(EVENTS) for _ in range(RUNS)])
    if "latency-1000" in chosen:
        yield median_of([_latency() for _ in range(RUNS)])
    if "limit-producer" in chosen:
        yield median_of([_produce() for _ in range(RUNS)])
    if "limit-reader" in chosen:
        yield median_of([_read() for _ in range(RUNS)])


def _drain(events: int) -> Figures:
    with own_topic() as topic:
        fill_outbox(events, topic=topic)
        until = newest_tick().n
        with _watching() as watched:
            begun = time.monotonic()
            with relaying(process.topic_lanes(KafkaSink())):
                _await_cursors(until)
                seconds = time.monotonic() - begun
        missing_or_more = abs(records_in(topic) - events)
    return _figures("drain", events / seconds, "events/s", events, watched, errors=missing_or_more)


def _latency() -> Figures:
    sink = TimedSink()
    with own_topic() as topic, _watching() as watched:
        with relaying(process.topic_lanes(sink)):
            committed = emitted_orders(RATE, ORDERS, topic=topic)
            _await_cursors(newest_tick().n)
        errors = abs(records_in(topic) - ORDERS * EVENTS_OF_AN_ORDER)
    lags = _lags(committed, sink)
    events = ORDERS * EVENTS_OF_AN_ORDER
    return _figures(
        "latency-1000", percentile(lags, 0.50), "ms", events, watched, lags=lags, errors=errors
    )


def _lags(committed: dict[UUID, float], sink: TimedSink) -> list[float]:
    return [(sink.acknowledged_at[str(order)] - at) * 1000 for order, at in committed.items()]


def _produce() -> Figures:
    with own_topic() as topic:
        last = _last_id()
        fill_outbox(EVENTS // 5, topic=topic)
        records = [record_of(StoredEvent(*row)) for page in _pages(last) for row in page]
        channel = KafkaSink().open(0)
        with _watching() as watched:
            begun = time.monotonic()
            for some in _by_pages(records):
                delivery = channel.send(some)
            while delivery.open:
                channel.poll(seconds=1)
            seconds = time.monotonic() - begun
        errors = abs(records_in(topic) - len(records))
    return _figures(
        "limit-producer", len(records) / seconds, "events/s", len(records), watched, errors=errors
    )


def _by_pages(records: list[Record]) -> Iterator[list[Record]]:
    return (records[first : first + PAGE] for first in range(0, len(records), PAGE))


def _read() -> Figures:
    last = _last_id()
    fill_outbox(EVENTS // 5, topic="bench")
    with _watching() as watched:
        begun = time.monotonic()
        rows = sum(len(page) for page in _pages(last))
        seconds = time.monotonic() - begun
    errors = EVENTS // 5 - rows
    return _figures("limit-reader", rows / seconds, "events/s", rows, watched, errors=errors)


def _pages(last: int) -> Iterator[list[tuple[Any, ...]]]:
    with connection.cursor() as cursor:
        while True:
            cursor.execute(_PAGE, [last, PAGE])
            rows = cursor.fetchall()
            yield rows
            if len(rows) < PAGE:
                return
            last = rows[-1][0]


def _last_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM outbox_event")
        return int(cursor.fetchone()[0])


def _await_cursors(tick: int) -> None:
    """Returns once all that was committed before the tick is acknowledged. Raises NotArrived."""
    patience = time.monotonic() + PATIENCE_SECONDS
    while not _all_passed(tick):
        if time.monotonic() > patience:
            raise NotArrived(f"Not all events arrived in {PATIENCE_SECONDS} seconds.")
        time.sleep(0.05)


def _all_passed(tick: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_DONE, [tick])
        return bool(cursor.fetchone()[0])


def _watching() -> AbstractContextManager[Watched]:
    return watching({"db": postmaster(), "kafka": broker_pid()}, here="relay")


def _figures(
    case: str,
    value: float,
    unit: str,
    events: int,
    watched: Watched,
    *,
    errors: int,
    lags: Sequence[float] = (0.0,),
) -> Figures:
    cpu = watched.cpu_of_each(events)
    return Figures(
        bench="relay",
        case=case,
        value=value,
        unit=unit,
        per_2cpu_s=per_two_cpu_seconds(cpu),
        cpu_ms=cpu,
        p50_ms=percentile(lags, 0.50),
        p99_ms=percentile(lags, 0.99),
        statements=watched.statements_of_each(events),
        errors=errors,
        load=watched.load,
    )
