"""A page is done when Kafka has acknowledged all of it, in order; in doubt it is sent again."""

import os
import socket
from contextlib import contextmanager
from itertools import groupby

import pytest
from confluent_kafka import Consumer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

from outbox_relay.records import Record
from outbox_relay.sinks import SinkFailed, kafka
from outbox_relay.sinks.kafka import KafkaSink
from outbox_relay.ticks import newest_tick
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxCursor
from shop.kernel.outbox import envelope
from tests.outbox_relay.arrange import emit, publisher, real_commits, step_until_idle, withdrawn

BROKERS = os.environ.get("KAFKA_BOOTSTRAP_SERVERS", "")
PARTITIONS = 3


def record(topic, key, number):
    return Record(topic, key, f'{{"number":{number}}}', {"ce_id": f"{key}-{number}"})


@pytest.fixture
def topic():
    """A topic of its own, with three partitions; gone after the test."""
    name = f"test-{new_id()}"
    admin = AdminClient({"bootstrap.servers": BROKERS})
    admin.create_topics([NewTopic(name, PARTITIONS, 1)])[name].result()
    yield name
    admin.delete_topics([name])[name].result()


def messages_of(topic):
    """All messages of the topic, partition by partition."""
    consumer = Consumer({"bootstrap.servers": BROKERS, "group.id": f"test-{new_id()}"})
    found = []
    for number in range(PARTITIONS):
        partition = TopicPartition(topic, number, 0)
        _, end = consumer.get_watermark_offsets(partition)
        consumer.assign([partition])
        part = []
        while len(part) < end:
            part += consumer.consume(end - len(part), timeout=1.0)
        found += part
    consumer.close()
    return found


def by_key(messages):
    """The values of each key, in the order of the topic."""
    ordered = sorted(messages, key=lambda message: message.key())
    return {
        key.decode(): [message.value().decode() for message in group]
        for key, group in groupby(ordered, key=lambda message: message.key())
    }


@pytest.fixture
def open_sink():
    """`open_sink(address)`: a sink that is closed after the test."""
    sinks = []

    def open_one(address):
        sinks.append(KafkaSink(address))
        return sinks[-1]

    yield open_one
    for sink in sinks:
        sink.close()


@pytest.fixture
def sink(topic, open_sink):
    return open_sink(BROKERS)


@pytest.mark.needs_kafka
def test_a_record_arrives_with_its_key_and_headers(sink, topic):
    headers = {"ce_id": "1", "content-type": "application/json"}

    sink.write([Record(topic, "product 1", '{"price":"9.90"}', headers)])

    (message,) = messages_of(topic)
    assert message.key() == b"product 1"
    assert message.value() == b'{"price":"9.90"}'
    assert dict(message.headers()) == {name: text.encode() for name, text in headers.items()}


@pytest.mark.needs_kafka
def test_the_records_of_a_key_arrive_in_order_in_one_partition(sink, topic):
    keys = [f"product {number}" for number in range(10)]

    for page in range(3):
        sink.write([record(topic, key, page * 50 + n) for n in range(50) for key in keys])

    messages = messages_of(topic)
    assert by_key(messages) == {key: [f'{{"number":{n}}}' for n in range(150)] for key in keys}
    assert len({(message.key(), message.partition()) for message in messages}) == len(keys)


@pytest.mark.needs_kafka
def test_a_key_is_sent_to_the_partition_that_java_clients_choose(sink, topic):
    sink.write([record(topic, key, 1) for key in ("21", "foobar", "a-little-bit-long-string")])

    found = {message.key().decode(): message.partition() for message in messages_of(topic)}

    # murmur2 as in Kafka's own tests: -973932308, -790332482, -985981536; positive, modulo 3.
    hashes = {"21": -973932308, "foobar": -790332482, "a-little-bit-long-string": -985981536}
    assert found == {key: (hashed & 0x7FFFFFFF) % PARTITIONS for key, hashed in hashes.items()}


@pytest.mark.needs_kafka
def test_a_page_larger_than_the_queue_of_the_producer_is_sent_all_the_same(
    topic, open_sink, monkeypatch
):
    small = kafka.producer_settings(BROKERS) | {"queue.buffering.max.messages": 10}
    monkeypatch.setattr(kafka, "producer_settings", lambda _: small)
    sink = open_sink(BROKERS)

    sink.write([record(topic, "a key", number) for number in range(100)])

    assert len(messages_of(topic)) == 100


@pytest.mark.needs_kafka
def test_a_record_that_the_broker_refuses_fails_the_page_and_the_sink_lives_on(sink, topic):
    huge = Record(topic, "a key", "x" * 1_500_000, {})

    with pytest.raises(SinkFailed, match="did not take all records"):
        sink.write([record(topic, "a key", 1), huge])
    sink.write([record(topic, "a key", 1), record(topic, "a key", 2)])

    assert by_key(messages_of(topic))["a key"][-2:] == ['{"number":1}', '{"number":2}']


@pytest.mark.needs_kafka
@real_commits
def test_events_lost_with_a_producer_are_sent_again_in_order(
    topic, open_sink, product, monkeypatch
):
    monkeypatch.setitem(envelope.TOPIC_OF_CONTEXT, "catalog", topic)
    monkeypatch.setattr(KafkaSink, "shards", 1)
    emit(*[withdrawn(product, f"{number}") for number in range(7)])
    unlucky = publisher(open_sink(nowhere()), page_size=3)
    with impatience(monkeypatch), pytest.raises(SinkFailed):
        unlucky.step(newest_tick())

    step_until_idle(publisher(open_sink(BROKERS), page_size=3))

    seqs = [int(dict(message.headers())["ce_aggregateseq"]) for message in messages_of(topic)]
    assert seqs == [1, 2, 3, 4, 5, 6, 7]


@real_commits
def test_without_a_broker_the_cursor_stands_still_and_nothing_counts_as_sent(
    product, open_sink, monkeypatch
):
    monkeypatch.setattr(KafkaSink, "shards", 1)
    work = publisher(open_sink(nowhere()))
    emit(withdrawn(product, "1"))

    for _ in range(2):
        with impatience(monkeypatch), pytest.raises(SinkFailed, match="no acknowledgement in time"):
            work.step(newest_tick())
    work.finish()

    assert OutboxCursor.objects.get().tick == 0


@contextmanager
def impatience(monkeypatch):
    """A broker that does not answer is given up at once."""
    with monkeypatch.context() as patch:
        patch.setattr(kafka, "GIVE_UP_AFTER_SECONDS", 0.2)
        yield


def nowhere():
    """The address of a port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"127.0.0.1:{server.getsockname()[1]}"
