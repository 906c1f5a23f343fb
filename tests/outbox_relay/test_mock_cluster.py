"""Without a broker: the cluster that librdkafka plays in memory takes what the relay sends."""

import pytest
from confluent_kafka import Consumer, Producer, TopicPartition

from outbox_relay.sinks.kafka import KafkaSink
from outbox_relay.ticks import newest_tick
from shop.events.topics import TOPIC_OF_CONTEXT
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxCursor, OutboxParkedKey
from tests.outbox_relay.arrange import emit, publisher, real_commits, step_until_idle, withdrawn
from tests.outbox_relay.waiting import wait_until

pytestmark = real_commits

TOPIC = TOPIC_OF_CONTEXT["catalog"]
PRODUCTS, EACH = 7, 40


@pytest.fixture
def cluster(settings):
    """Three brokers in this process, with the topic; gone with the producer that plays them."""
    player = Producer({"test.mock.num.brokers": 3, "bootstrap.servers": "in.memory"})
    player.produce(TOPIC, partition=0)
    player.flush()
    brokers = player.list_topics().brokers.values()
    settings.KAFKA_BOOTSTRAP_SERVERS = ",".join(f"{it.host}:{it.port}" for it in brokers)
    yield settings.KAFKA_BOOTSTRAP_SERVERS
    del player


@pytest.fixture
def one_shard(monkeypatch):
    monkeypatch.setattr(KafkaSink, "shards", 1)


def messages_of(brokers):
    """All that the relay sent, partition by partition."""
    consumer = Consumer({"bootstrap.servers": brokers, "group.id": f"test-{new_id()}"})
    found = []
    for number in consumer.list_topics(TOPIC).topics[TOPIC].partitions:
        partition = TopicPartition(TOPIC, number, 0)
        left = consumer.get_watermark_offsets(partition)[1]
        consumer.assign([partition])
        while left > 0:
            page = consumer.consume(left, timeout=1.0)
            found, left = found + page, left - len(page)
    consumer.close()
    return [message for message in found if message.key()]


def numbers_by_key(messages):
    told = {}
    for message in messages:
        number = int(dict(message.headers())["ce_aggregateseq"])
        told.setdefault(message.key().decode(), []).append(number)
    return told


def tell_of(products):
    for _ in range(EACH):
        emit(*[withdrawn(product, "") for product in products])


def send_all(work):
    step_until_idle(work)
    work.finish()


def test_events_arrive_in_order_and_once(cluster, one_shard):
    products = [new_id() for _ in range(PRODUCTS)]
    tell_of(products)

    send_all(publisher(KafkaSink(), page_size=50))

    told = numbers_by_key(messages_of(cluster))
    assert told == {f"{product}": list(range(1, EACH + 1)) for product in products}
    assert not OutboxParkedKey.objects.exists()


def test_what_a_dead_relay_left_unsaid_is_sent_again_in_order(cluster, one_shard):
    products = [new_id() for _ in range(PRODUCTS)]
    tell_of(products)
    dead = publisher(KafkaSink(), page_size=50)
    dead.step(newest_tick())
    wait_until(lambda: dead._channel.poll(seconds=0.1) or not dead._in_flight[0].delivery.open)

    send_all(publisher(KafkaSink(), page_size=70))

    for numbers in numbers_by_key(messages_of(cluster)).values():
        again = numbers.index(1, 1)
        assert numbers[:again] == list(range(1, again + 1))
        assert numbers[again:] == list(range(1, EACH + 1))
    assert OutboxCursor.objects.get().owner == ""
