"""With a real Kafka: a topic is deleted while events flow, and made again by the shop itself."""

import os

import pytest
from confluent_kafka import Consumer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic
from django.core.management import call_command

from outbox_relay.failures import SinkFailed
from outbox_relay.management.commands.outbox import Command
from outbox_relay.sinks.kafka import KafkaSink
from outbox_relay.ticks import newest_tick
from shop.events.accounts import UserUpdated
from shop.events.topics import TOPIC_OF_CONTEXT
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxCursor, OutboxParkedEvent, OutboxParkedKey
from tests.outbox_relay.arrange import emit, publisher, real_commits, withdrawn
from tests.outbox_relay.waiting import wait_until

pytestmark = [real_commits, pytest.mark.needs_kafka]

BROKERS = os.environ.get("KAFKA_BOOTSTRAP_SERVERS", "")
PRODUCTS = 20


@pytest.fixture
def topics(monkeypatch, settings):
    """What accounts and catalog tell goes to two topics of the test, all through one shard."""
    settings.KAFKA_BOOTSTRAP_SERVERS = BROKERS
    admin = AdminClient({"bootstrap.servers": BROKERS})
    names = {context: f"test-{context}-{new_id()}" for context in ("accounts", "catalog")}
    for context, name in names.items():
        admin.create_topics([NewTopic(name, 3, 1)])[name].result()
        monkeypatch.setitem(TOPIC_OF_CONTEXT, context, name)
    monkeypatch.setattr(KafkaSink, "shards", 1)
    yield names["accounts"], names["catalog"]
    for deleted in admin.delete_topics(list(names.values())).values():
        deleted.result()


def delete(topic):
    admin = AdminClient({"bootstrap.servers": BROKERS})
    admin.delete_topics([topic])[topic].result()
    wait_until(lambda: topic not in admin.list_topics(timeout=10).topics)


def told_in(topic):
    """The numbers of each key in the order of the topic; what came twice in a row stands once."""
    consumer = Consumer({"bootstrap.servers": BROKERS, "group.id": f"test-{new_id()}"})
    told = {}
    for number in consumer.list_topics(topic, timeout=10).topics[topic].partitions:
        partition = TopicPartition(topic, number, 0)
        left = consumer.get_watermark_offsets(partition)[1]
        consumer.assign([partition])
        while left > 0:
            for message in consumer.consume(left, timeout=1.0):
                seq = int(dict(message.headers())["ce_aggregateseq"])
                told.setdefault(message.key().decode(), []).append(seq)
                left -= 1
    consumer.close()
    return {key: list(dict.fromkeys(numbers)) for key, numbers in told.items()}


class Relay:
    """Publishes; what Kafka's client drops with a topic it sends again from its checkpoint."""

    def __init__(self):
        self.work = publisher(KafkaSink())

    def step(self):
        try:
            self.work.step(newest_tick())
        except SinkFailed:
            self.work.close()
            self.work = publisher(KafkaSink())

    def step_until(self, condition):
        wait_until(lambda: self.step() or condition())


def test_a_deleted_topic_holds_nobody_up_and_gets_all_in_order_when_it_is_made_again(topics):
    people, goods = topics
    somebody, products = new_id(), [new_id() for _ in range(PRODUCTS)]
    relay = Relay()

    def tell_all():
        emit(*[withdrawn(product, "") for product in products])
        emit(UserUpdated(user_id=somebody, customer_id=somebody))

    def somebody_is_told_of(times):
        return told_in(people).get(f"{somebody}") == list(range(1, times + 1))

    def all_goods_wait():
        return OutboxParkedKey.objects.filter(topic=goods).count() == PRODUCTS

    tell_all()
    relay.step_until(lambda: somebody_is_told_of(1) and told_in(goods))
    delete(goods)
    for _ in range(3):
        tell_all()
        relay.step()
    relay.step_until(lambda: somebody_is_told_of(4) and all_goods_wait())
    tell_all()
    call_command(Command(), "topics")
    tell_all()
    relay.step_until(lambda: somebody_is_told_of(6) and not OutboxParkedKey.objects.exists())
    relay.work.finish()

    assert told_in(goods) == {f"{product}": [2, 3, 4, 5, 6] for product in products}
    assert OutboxParkedEvent.objects.count() == 0
    assert OutboxCursor.objects.get().failures == 0


def test_a_relay_that_starts_without_the_topic_goes_on_as_well(topics):
    people, goods = topics
    somebody, product = new_id(), new_id()
    delete(goods)
    emit(withdrawn(product, ""), UserUpdated(user_id=somebody, customer_id=somebody))
    relay = Relay()

    relay.step_until(lambda: told_in(people) and OutboxParkedKey.objects.exists())
    first_error = OutboxParkedKey.objects.get().error
    call_command(Command(), "topics")
    successor = Relay()
    successor.step_until(lambda: not OutboxParkedKey.objects.exists())

    assert first_error == f"There is no topic {goods}: `manage.py outbox topics`."
    assert told_in(goods) == {f"{product}": [1]}
