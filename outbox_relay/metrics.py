"""How the outbox stands, for Prometheus: read from the database whenever somebody looks."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from operator import attrgetter
from typing import Any

from django.db import DatabaseError
from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from outbox_relay import measuring
from outbox_relay.inbox.standing import missing_events, refused_records
from shop.kernel import clock
from shop.kernel.outbox.standing import Standing, standings

REGISTRY = CollectorRegistry(auto_describe=False)
"""Apart from what a process counts itself: every process would tell the same."""


class OutboxCollector(Collector):
    """Whoever has no database tells nothing of the outbox."""

    def collect(self) -> Iterator[Metric]:
        with suppress(DatabaseError):
            yield from _consumers()
            yield from _parked()
            yield from _partitions()
            yield from _server()
            yield from _inbox()


def _consumers() -> Iterator[Metric]:
    known = standings()
    yield _of_shards("events_behind", "Events that wait", known, attrgetter("events_behind"))
    yield _of_shards("seconds_behind", "For how long the oldest waits", known, _behind)
    yield _of_shards("failing_seconds", "How long its sink took nothing", known, _failing)
    yield _of_shards("failures", "Tries since it took something", known, attrgetter("failures"))
    yield _gauge(
        "shard_unowned_seconds",
        "For how long no relay has looked after it",
        measuring.unowned_seconds(),
        labels=["consumer", "shard"],
    )


def _parked() -> Iterator[Metric]:
    keys = measuring.parked_keys()
    parked, of_each = ["consumer", "state"], [row[:3] for row in keys]
    yield _gauge("parked_keys", "Aggregates set aside", of_each, labels=parked)
    ages = [(consumer, state, age) for consumer, state, _, age in keys]
    yield _gauge("park_oldest_age_seconds", "Since the oldest is parked", ages, labels=parked)
    topics = [(consumer, topic, age) for consumer, topic, age, _ in measuring.refused_topics()]
    refused = ["consumer", "topic"]
    yield _gauge("topic_refused_seconds", "How long it was not taken", topics, labels=refused)
    events = measuring.parked_events()
    yield _gauge("parked_events", "Events in their lines", events, labels=["consumer"])


def _partitions() -> Iterator[Metric]:
    drawn, parts, ids, strays = measuring.partitions()
    yield CounterMetricFamily("outbox_ids_drawn", "Places in the order of events", value=drawn)
    yield _one("partitions_ahead", "Whole partitions that are still empty", parts)
    yield _one("ids_ahead", "Places that have a partition and are not taken", ids)
    yield _one("default_partition_rows", "Events that found no partition, up to 1000", strays)


def _server() -> Iterator[Metric]:
    oldest, prepared = measuring.transactions()
    yield _one("oldest_inflight_xid_age_seconds", "Age of the oldest open writer", oldest)
    yield _one("prepared_xacts", "Transactions that wait for their second phase", prepared)
    sizes = measuring.tables()
    dead = [row[:2] for row in sizes]
    yield _gauge("dead_tuples", "Rows to be vacuumed", dead, labels=["table"])
    bytes_ = [(table, size) for table, _, size in sizes]
    yield _gauge("table_bytes", "Size with indexes", bytes_, labels=["table"])
    gaps = measuring.sequence_gaps()
    yield _one("aggregate_seq_gaps", "Missing numbers among the newest 1000 events", gaps)


def _inbox() -> Iterator[Metric]:
    of = ["consumer"]
    missing = GaugeMetricFamily("inbox_missing_events", "Missed on the way", labels=of)
    refused = GaugeMetricFamily("inbox_refused_records", "No events", labels=of)
    for family, counted in ((missing, missing_events()), (refused, refused_records())):
        for consumer, count in counted.items():
            family.add_metric([consumer], count)
        yield family


def _of_shards(
    name: str, help_text: str, known: Iterable[Standing], value: Callable[[Standing], float]
) -> Metric:
    rows = [(it.consumer, it.shard, value(it)) for it in known]
    return _gauge(name, help_text, rows, labels=["consumer", "shard"])


def _gauge(
    name: str, help_text: str, rows: Iterable[Sequence[Any]], *, labels: Sequence[str]
) -> Metric:
    """One figure a row; it stands last, after what its labels are."""
    family = GaugeMetricFamily(f"outbox_{name}", help_text, labels=labels)
    for *names, value in rows:
        family.add_metric([str(it) for it in names], float(value))
    return family


def _one(name: str, help_text: str, value: float) -> Metric:
    return GaugeMetricFamily(f"outbox_{name}", help_text, value=float(value))


def _behind(standing: Standing) -> float:
    return standing.behind.total_seconds()


def _failing(standing: Standing) -> float:
    since = standing.failing_since
    return (clock.now() - since).total_seconds() if since else 0.0


REGISTRY.register(OutboxCollector())
