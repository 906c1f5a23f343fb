"""A page is done when Kafka has acknowledged all of it, in order; in doubt it is sent again."""

import json
import os
import socket
from itertools import groupby

import pytest
from confluent_kafka import Consumer, TopicPartition
from confluent_kafka.admin import (
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    NewTopic,
    ResourceType,
)

from outbox_relay import publisher as publishing
from outbox_relay.records import Record
from outbox_relay.sinks import SinkFailed, kafka
from outbox_relay.sinks.kafka import KafkaSink
from outbox_relay.ticks import newest_tick
from shop.kernel import clock
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxCursor, OutboxParkedEvent, OutboxParkedKey
from shop.kernel.outbox import envelope
from tests.outbox_relay.arrange import emit, publisher, real_commits, step_until_idle, withdrawn
from tests.outbox_relay.waiting import wait_until

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
def open_channel(settings):
    """`open_channel(address)`: a producer that is closed after the test."""
    channels = []

    def open_one(address):
        settings.KAFKA_BOOTSTRAP_SERVERS = address
        channels.append(KafkaSink().open(0))
        return channels[-1]

    yield open_one
    for channel in channels:
        channel.close()


@pytest.fixture
def channel(topic, open_channel):
    return open_channel(BROKERS)


def send(channel, *records):
    """What became of the records, once Kafka has answered about all of them."""
    delivery = channel.send(records)
    wait_until(lambda: channel.poll(seconds=0.1) or not delivery.open)
    return delivery


@pytest.mark.needs_kafka
def test_a_record_arrives_with_its_key_and_headers(channel, topic):
    headers = {"ce_id": "1", "content-type": "application/json"}

    send(channel, Record(topic, "product 1", '{"price":"9.90"}', headers))

    (message,) = messages_of(topic)
    assert message.key() == b"product 1"
    assert message.value() == b'{"price":"9.90"}'
    assert dict(message.headers()) == {name: text.encode() for name, text in headers.items()}


@pytest.mark.needs_kafka
def test_the_records_of_a_key_arrive_in_order_in_one_partition(channel, topic):
    keys = [f"product {number}" for number in range(10)]

    for page in range(3):
        send(channel, *[record(topic, key, page * 50 + n) for n in range(50) for key in keys])

    messages = messages_of(topic)
    assert by_key(messages) == {key: [f'{{"number":{n}}}' for n in range(150)] for key in keys}
    assert len({(message.key(), message.partition()) for message in messages}) == len(keys)


@pytest.mark.needs_kafka
def test_a_key_is_sent_to_the_partition_that_java_clients_choose(channel, topic):
    send(channel, *[record(topic, key, 1) for key in ("21", "foobar", "a-little-bit-long-string")])

    found = {message.key().decode(): message.partition() for message in messages_of(topic)}

    # murmur2 as in Kafka's own tests: -973932308, -790332482, -985981536; positive, modulo 3.
    hashes = {"21": -973932308, "foobar": -790332482, "a-little-bit-long-string": -985981536}
    assert found == {key: (hashed & 0x7FFFFFFF) % PARTITIONS for key, hashed in hashes.items()}


@pytest.mark.needs_kafka
def test_a_page_larger_than_the_queue_of_the_producer_is_sent_all_the_same(
    topic, open_channel, monkeypatch
):
    settings_of = kafka.producer_settings
    monkeypatch.setattr(
        kafka,
        "producer_settings",
        lambda shard: settings_of(shard) | {"queue.buffering.max.messages": 10},
    )
    channel = open_channel(BROKERS)

    send(channel, *[record(topic, "a key", number) for number in range(100)])

    assert len(messages_of(topic)) == 100


@pytest.mark.needs_kafka
def test_a_record_that_kafka_refuses_is_named_and_the_channel_lives_on(channel, topic):
    huge = Record(topic, "a key", "x" * 1_500_000, {"ce_id": "the huge one"})

    refused = send(channel, record(topic, "a key", 1), huge)
    send(channel, record(topic, "a key", 2))

    assert refused.failure is None
    assert "event the huge one for test-" in f"{refused.refusal}"
    assert by_key(messages_of(topic))["a key"] == ['{"number":1}', '{"number":2}']


@pytest.mark.needs_kafka
def test_a_topic_that_is_missing_is_named_and_the_channel_lives_on(channel, topic):
    unknown = f"test-{new_id()}"

    delivery = send(channel, record(unknown, "a key", 1), record(topic, "a key", 1))
    again = send(channel, record(unknown, "a key", 2), record(topic, "a key", 2))

    assert delivery.failure is again.failure is None
    assert delivery.refusal.topic == again.refusal.topic == unknown
    assert f"{again.refusal}" == f"There is no topic {unknown}: `manage.py outbox topics`."
    assert by_key(messages_of(topic))["a key"] == ['{"number":1}', '{"number":2}']


@pytest.mark.needs_kafka
@real_commits
def test_events_lost_with_a_producer_are_sent_again_in_order(
    topic, open_channel, product, shop_topic, settings
):
    emit(*[withdrawn(product, f"{number}") for number in range(7)])
    settings.KAFKA_BOOTSTRAP_SERVERS = nowhere()
    unlucky = publisher(KafkaSink(), page_size=3)
    unlucky.step(newest_tick())
    unlucky.close()
    settings.KAFKA_BOOTSTRAP_SERVERS = BROKERS

    work = publisher(KafkaSink(), page_size=3)
    step_until_idle(work)
    work.finish()

    assert seqs_in(topic) == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.needs_kafka
@real_commits
def test_a_record_that_is_too_large_takes_only_its_aggregate_aside(topic, product, shop_topic):
    give_topic(topic, "max.message.bytes", "10000")
    other, huge = new_id(), os.urandom(20_000).hex()
    emit(withdrawn(product, "1"), withdrawn(product, huge), withdrawn(other, "a"))
    emit(withdrawn(product, "3"), withdrawn(other, "b"))
    work = publisher(KafkaSink())

    step_until_idle(work)
    parked = OutboxParkedKey.objects.get()
    emit(withdrawn(product, "4"), withdrawn(other, "c"))
    step_until_idle(work)

    assert parked.key == f"product:{product}"
    assert "refuses event" in parked.error
    assert labels_in(topic, other)[-3:] == ["a", "b", "c"]
    assert "4" not in labels_in(topic, product)
    assert OutboxParkedEvent.objects.count() == 3

    give_topic(topic, "max.message.bytes", "1048588")
    OutboxParkedKey.objects.update(next_retry_at=clock.now())
    step_until_idle(work)
    work.finish()

    assert labels_in(topic, product)[-3:] == [huge, "3", "4"]
    assert OutboxParkedKey.objects.count() == OutboxParkedEvent.objects.count() == 0


@pytest.mark.needs_kafka
@real_commits
def test_a_full_batch_that_is_too_large_is_sent_record_by_record(topic, product, shop_topic):
    give_topic(topic, "max.message.bytes", "3000")
    labels = [f"{number} " + new_id().hex * 20 for number in range(20)]
    emit(*[withdrawn(product, label) for label in labels])
    work = publisher(KafkaSink())

    step_until_idle(work)
    work.finish()

    assert OutboxParkedKey.objects.count() == 0
    assert labels_in(topic, product)[-20:] == labels


@real_commits
def test_without_a_broker_the_cursor_stands_still_and_nothing_counts_as_sent(
    product, shop_topic, settings, monkeypatch
):
    settings.KAFKA_BOOTSTRAP_SERVERS = nowhere()
    monkeypatch.setattr(publishing, "ANSWER_WITHIN_SECONDS", 0.2)
    work = publisher(KafkaSink())
    emit(withdrawn(product, "1"))

    with pytest.raises(SinkFailed, match="No answer came"):
        wait_until(lambda: work.step(newest_tick()) and False)
    work.close()

    cursor = OutboxCursor.objects.get()
    assert cursor.tick == 0
    assert cursor.error == "No answer came for 0 seconds."


@pytest.fixture
def shop_topic(request, monkeypatch):
    """What catalog tells goes to the test's topic, all of it through one shard."""
    if "topic" in request.fixturenames:
        monkeypatch.setitem(envelope.TOPIC_OF_CONTEXT, "catalog", request.getfixturevalue("topic"))
    monkeypatch.setattr(KafkaSink, "shards", 1)


def give_topic(topic, name, value):
    """Changes a setting of the topic; returns once the broker knows of it."""
    entry = ConfigEntry(name, value, incremental_operation=AlterConfigOpType.SET)
    resource = ConfigResource(ResourceType.TOPIC, topic, incremental_configs=[entry])
    admin = AdminClient({"bootstrap.servers": BROKERS})
    admin.incremental_alter_configs([resource])[resource].result()
    asked = ConfigResource(ResourceType.TOPIC, topic)
    wait_until(lambda: admin.describe_configs([asked])[asked].result()[name].value == value)


def labels_in(topic, product):
    """The labels of the product's events, in the order of the topic."""
    told = by_key(messages_of(topic)).get(f"{product}", [])
    return [json.loads(value)["skus"][0] for value in told]


def seqs_in(topic):
    return [int(dict(message.headers())["ce_aggregateseq"]) for message in messages_of(topic)]


def nowhere():
    """The address of a port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"127.0.0.1:{server.getsockname()[1]}"
