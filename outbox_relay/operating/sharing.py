"""In how many shards a consumer reads the outbox, and which of them an aggregate belongs to."""

from outbox_relay.cursors import Lane
from outbox_relay.sinks.files import FileSink
from outbox_relay.sinks.kafka import KafkaSink
from shop.kernel.outbox.envelope import lane_of


def shards_of(consumer: str) -> int:
    """One, but for a sink that says otherwise."""
    sinks = {sink.name: sink.shards for sink in (KafkaSink, FileSink)}
    return sinks.get(consumer, 1)


def lane_for(consumer: str, key: str) -> Lane:
    """The lane whose owner works on the aggregate; the key reads like order:<id>."""
    kind, _, aggregate_id = key.partition(":")
    return Lane(consumer, lane_of(kind, aggregate_id) % shards_of(consumer))
