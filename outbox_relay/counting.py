"""What a relay counts of its own work, for Prometheus; `outbox_relay.metrics` reads the rest.

Whoever counts in a loop asks for its counter by a function here: the labels are looked up once.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cache

import msgspec
from prometheus_client import Counter, Gauge, Histogram

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60)

ticks_made = Counter("outbox_ticks", "Ticks that this relay made")
probe_seconds = Histogram(
    "outbox_probe_seconds", "How long it took to ask whether anything is new", buckets=_SECONDS
)
stragglers = Counter("outbox_stragglers", "Events that were read later than their neighbours")
commit_to_ack_seconds = Histogram(
    "outbox_commit_to_ack_seconds",
    "From the oldest event of a page to the acknowledgement of all of it",
    buckets=_SECONDS,
)
producers_lost = Counter(
    "outbox_producer_fatal", "Producers that were thrown away after an error that they cannot mend"
)

_commit_to_handled = Histogram(
    "outbox_commit_to_handled_seconds",
    "From an event to the commit of what the consumer did about it",
    ["consumer"],
    buckets=_SECONDS,
)
_handler_seconds = Histogram(
    "outbox_handler_seconds",
    "How long the handlers of one event took, without the commit",
    ["consumer", "type"],
    buckets=_SECONDS,
)
_handler_errors = Counter(
    "outbox_handler_errors", "Events that a handler raised an error about", ["consumer", "type"]
)
_checkpoints = Counter("outbox_checkpoint", "Positions written to a cursor", ["consumer"])
_leases_lost = Counter(
    "outbox_lease_lost", "Lanes that another relay has taken meanwhile", ["consumer"]
)
_epoch_conflicts = Counter(
    "outbox_epoch_conflicts", "Moves of a cursor that were refused to an old owner", ["consumer"]
)
_published = Counter("outbox_published", "Records that a sink took or refused", ["topic", "result"])
_republished = Counter(
    "outbox_republished", "Records sent again, as it was in doubt whether they arrived", ["topic"]
)
in_flight = Gauge("outbox_in_flight", "Records that were sent and are not acknowledged")
_breaker_open = Gauge(
    "outbox_breaker_open",
    "1 while a consumer pauses, as too much failed",
    ["consumer"],
)
_kafka_queue = Gauge(
    "outbox_kafka_queue", "What librdkafka holds for a shard, by count or bytes", ["shard", "unit"]
)
_kafka_rtt = Gauge(
    "outbox_kafka_rtt_seconds",
    "99th percentile of a broker's answers",
    ["shard"],
)


def note_sent(topics: Mapping[str, int]) -> None:
    """So many records of each topic are on their way."""
    in_flight.inc(sum(topics.values()))


def note_stored(topics: Mapping[str, int], oldest: str) -> None:
    """They were acknowledged; the oldest event among them happened then (ISO 8601)."""
    in_flight.dec(sum(topics.values()))
    for topic, records in topics.items():
        published(topic).inc(records)
    if oldest:
        commit_to_ack_seconds.observe(time.time() - datetime.fromisoformat(oldest).timestamp())


def note_given_up(topics: Mapping[str, int]) -> None:
    """Nobody knows whether they arrived: they are sent again."""
    in_flight.dec(sum(topics.values()))
    for topic, records in topics.items():
        republished(topic).inc(records)


@contextmanager
def handling(consumer: str, type_name: str) -> Iterator[None]:
    """Counts how long the block takes, and whether it raises."""
    begun = time.perf_counter()
    try:
        yield
    except Exception:
        handler_errors(consumer, type_name).inc()
        raise
    handler_seconds(consumer, type_name).observe(time.perf_counter() - begun)


def note_handled(consumer: str, occurred_at: str) -> None:
    """What the consumer did about an event of then (ISO 8601) is committed."""
    waited = time.time() - datetime.fromisoformat(occurred_at).timestamp()
    commit_to_handled_seconds(consumer).observe(waited)


@cache
def commit_to_handled_seconds(consumer: str) -> Histogram:
    return _commit_to_handled.labels(consumer)


@cache
def handler_seconds(consumer: str, type_name: str) -> Histogram:
    return _handler_seconds.labels(consumer, type_name)


@cache
def handler_errors(consumer: str, type_name: str) -> Counter:
    return _handler_errors.labels(consumer, type_name)


@cache
def checkpoints(consumer: str) -> Counter:
    return _checkpoints.labels(consumer)


@cache
def leases_lost(consumer: str) -> Counter:
    return _leases_lost.labels(consumer)


@cache
def epoch_conflicts(consumer: str) -> Counter:
    return _epoch_conflicts.labels(consumer)


@cache
def published(topic: str) -> Counter:
    """Records of the topic that were acknowledged."""
    return _published.labels(topic, "acknowledged")


@cache
def refused(topic: str) -> Counter:
    """Records of the topic that the sink would not take."""
    return _published.labels(topic, "refused")


@cache
def republished(topic: str) -> Counter:
    return _republished.labels(topic)


@cache
def breaker_open(consumer: str) -> Gauge:
    return _breaker_open.labels(consumer)


class _Rtt(msgspec.Struct):
    p99: int = 0


class _Broker(msgspec.Struct):
    rtt: _Rtt = msgspec.field(default_factory=_Rtt)


class _Statistics(msgspec.Struct):
    """The part of librdkafka's statistics that is shown; its times are microseconds."""

    msg_cnt: int
    msg_size: int
    brokers: dict[str, _Broker]


def note_statistics(shard: int, text: str) -> None:
    """Takes over what librdkafka's `stats_cb` tells of the producer of a shard."""
    told = msgspec.json.decode(text, type=_Statistics)
    _kafka_queue.labels(shard, "count").set(told.msg_cnt)
    _kafka_queue.labels(shard, "bytes").set(told.msg_size)
    slowest = max((broker.rtt.p99 for broker in told.brokers.values()), default=0)
    _kafka_rtt.labels(shard).set(slowest / 1e6)
