"""Topics of a real Kafka, and how far a consumer group has come in one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from confluent_kafka import (
    OFFSET_INVALID,
    Consumer,
    ConsumerGroupTopicPartitions,
    Message,
    Producer,
    TopicPartition,
)
from confluent_kafka.admin import AdminClient, NewTopic

from shop.kernel.identity import new_id

BROKERS = os.environ.get("KAFKA_BOOTSTRAP_SERVERS", "")
PARTITIONS = 3


@contextmanager
def new_topic(name: str, **config: str) -> Iterator[str]:
    """An empty topic with three partitions; gone afterwards."""
    admin = AdminClient({"bootstrap.servers": BROKERS})
    admin.create_topics([NewTopic(name, PARTITIONS, 1, config=config)])[name].result()
    try:
        yield name
    finally:
        admin.delete_topics([name])[name].result()


def messages_of(topic: str) -> list[Message]:
    """All messages of the topic, partition by partition."""
    consumer = Consumer({"bootstrap.servers": BROKERS, "group.id": f"test-{new_id()}"})
    found: list[Message] = []
    for number, end in enumerate(ends_of(topic)):
        consumer.assign([TopicPartition(topic, number, 0)])
        part: list[Message] = []
        while len(part) < end:
            part += consumer.consume(end - len(part), timeout=1.0)
        found += part
    consumer.close()
    return found


def say_again(topic: str) -> None:
    """Whatever stands in the topic is sent once more, in the same order."""
    producer = Producer({"bootstrap.servers": BROKERS})
    for message in messages_of(topic):
        producer.produce(
            topic,
            key=message.key(),
            value=message.value(),
            headers=message.headers(),
            partition=message.partition(),
        )
    producer.flush()


def ends_of(topic: str) -> list[int]:
    """How many records each partition has."""
    consumer = Consumer({"bootstrap.servers": BROKERS, "group.id": f"test-{new_id()}"})
    places = [TopicPartition(topic, number) for number in range(PARTITIONS)]
    ends = [consumer.get_watermark_offsets(place)[1] for place in places]
    consumer.close()
    return ends


def is_read(topic: str) -> bool:
    """Whether the group of the topic's name has told Kafka that it came to the end."""
    offsets = [0 if it.offset == OFFSET_INVALID else it.offset for it in _told_by_group(topic)]
    return offsets == ends_of(topic)


def notes_of(topic: str) -> list[str]:
    """What the group of the topic's name has noted beside its place in each partition."""
    return [it.metadata or "" for it in _told_by_group(topic)]


def _told_by_group(topic: str) -> list[TopicPartition]:
    places = [TopicPartition(topic, number) for number in range(PARTITIONS)]
    admin = AdminClient({"bootstrap.servers": BROKERS})
    asked = ConsumerGroupTopicPartitions(topic, places)
    return admin.list_consumer_group_offsets([asked])[topic].result().topic_partitions
